import type { Fields } from "../fields.ts";
import { pagingFields } from "../paging-fields.ts";
import { recordFields } from "./record-fields.ts";

const calls = { field: "does", in: ["call"] };

/** The Connect node's settings, as the inspector shows them. */
export const fields: Fields = {
  does: {
    kind: "select",
    label: "What to do",
    options: [
      { value: "call", label: "Call an operation" },
      {
        value: "find-or-create",
        label: "Find a record, or create it",
        help: "Looks it up, and creates it when there is none.",
      },
      {
        value: "upsert",
        label: "Create or update a record",
        help: "Looks it up, and creates it or brings it up to date.",
      },
      {
        value: "read-new",
        label: "Read what is new",
        help: "Goes on where the last run ended, with each new record.",
      },
    ],
  },
  call: { kind: "api-call", label: "Operation", required: true, showWhen: calls },
  ...recordFields,
  serverUrl: {
    kind: "text",
    label: "Server address",
    help: "In place of the one that the system’s description names.",
    placeholder: "https://api.example.com/v2",
    templated: true,
    format: "url",
    tab: "settings",
  },
  outlets: {
    kind: "list",
    label: "Outlets by status",
    help: "An answer with one of these statuses goes on there, instead of failing.",
    itemLabel: "outlet",
    appearance: "row",
    max: 10,
    newItem: { id: "", status: "404", label: "Not found" },
    showWhen: calls,
    item: {
      status: { kind: "text", label: "Status", placeholder: "404, 409-410", required: true },
      label: { kind: "text", label: "Name", placeholder: "Not found", maxLength: 40 },
    },
    tab: "settings",
  },
  responseAs: {
    kind: "select",
    label: "Read the answer as",
    options: [
      { value: "auto", label: "Automatic", help: "As the other system declares it." },
      { value: "json", label: "JSON" },
      { value: "xml", label: "XML" },
      { value: "text", label: "Text" },
      { value: "file", label: "A file", help: "Kept, up to 100 MB, for later steps to send on." },
    ],
    tab: "settings",
  },
  timeoutSeconds: {
    kind: "number",
    label: "Longest wait",
    unit: "seconds",
    min: 1,
    max: 120,
    tab: "settings",
  },
  ...pagingFields,
};
