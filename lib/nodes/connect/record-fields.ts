import type { Fields } from "../fields.ts";

const looksUp = ["find-or-create", "upsert"];
const lists = [...looksUp, "read-new"];

/** Settings for keeping records the same on both sides. */
export const recordFields: Fields = {
  find: {
    kind: "api-call",
    label: "Look up with",
    help: "An operation that lists or searches, or that reads one record.",
    required: true,
    showWhen: { field: "does", in: lists },
  },
  match: {
    kind: "list",
    label: "It is the record when",
    help: "Values by which a record is known. Without any, the first one of the answer is it.",
    itemLabel: "value",
    appearance: "row",
    max: 5,
    newItem: { field: "", value: "" },
    item: {
      field: { kind: "text", label: "Its", placeholder: "email", required: true, maxLength: 500 },
      value: { kind: "text", label: "Is", placeholder: "{{ vars.email }}", templated: true },
    },
    showWhen: { field: "does", in: looksUp },
  },
  create: {
    kind: "api-call",
    label: "Create with",
    required: true,
    sameSystemAs: "find",
    showWhen: { field: "does", in: looksUp },
  },
  update: {
    kind: "api-call",
    label: "Update with",
    help: "{{ found }} is the record that was found, such as {{ found.id }}.",
    required: true,
    sameSystemAs: "find",
    showWhen: { field: "does", in: ["upsert"] },
  },
  cursorPath: {
    kind: "text",
    label: "Newest by",
    help: "Which value of a record grows with each change: a date, or a number. The operation can be handed the last one as {{ sync.cursor }}.",
    placeholder: "updated_at",
    required: true,
    maxLength: 500,
    showWhen: { field: "does", in: ["read-new"] },
  },
  idPath: {
    kind: "text",
    label: "Known by",
    help: "Tells records with the same date apart.",
    placeholder: "id",
    maxLength: 500,
    showWhen: { field: "does", in: ["read-new"] },
  },
  startAt: {
    kind: "text",
    label: "Begin at",
    help: "For the first time. Empty: with the oldest.",
    placeholder: "2026-01-01",
    templated: true,
    showWhen: { field: "does", in: ["read-new"] },
  },
  maxRecords: {
    kind: "number",
    label: "Records at most",
    help: "For one run. The next one goes on with the rest.",
    min: 1,
    max: 1_000,
    tab: "settings",
    showWhen: { field: "does", in: ["read-new"] },
  },
  whenOneFails: {
    kind: "select",
    label: "When a record’s branch fails",
    options: [
      { value: "stop", label: "The run fails", help: "The next run begins with the same records." },
      {
        value: "again",
        label: "Go on, and read it again the next time",
        help: "The next run begins with the first that failed.",
      },
      { value: "leave", label: "Go on, and leave it behind" },
    ],
    tab: "settings",
    showWhen: { field: "does", in: ["read-new"] },
  },
  position: {
    kind: "text",
    label: "Name of the position",
    help: "How far was read is kept under it. Another name begins anew.",
    placeholder: "main",
    maxLength: 100,
    tab: "settings",
    showWhen: { field: "does", in: ["read-new"] },
  },
  ignoreCase: {
    kind: "boolean",
    label: "Upper and lower case are the same",
    tab: "settings",
    showWhen: { field: "does", in: looksUp },
  },
  leaveSame: {
    kind: "boolean",
    label: "Leave it alone when nothing would change",
    tab: "settings",
    showWhen: { field: "does", in: ["upsert"] },
  },
  recordPath: {
    kind: "text",
    label: "Record",
    help: "Where it is in the answer to creating and updating. Empty: the whole answer.",
    placeholder: "data",
    maxLength: 500,
    tab: "settings",
    showWhen: { field: "does", in: looksUp },
  },
};
