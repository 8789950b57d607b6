import type { Fields } from "../fields.ts";

const batched = { field: "batch", in: ["each", "groups"] };

/** Settings for calling once for each item of a list; only the first is there until it is used. */
export const batchFields: Fields = {
  batch: {
    kind: "select",
    label: "Calls",
    options: [
      { value: "none", label: "Once" },
      {
        value: "each",
        label: "Once for each item of a list",
        help: "Address, headers and body can use {{ batch.item }} and {{ batch.index }}.",
      },
      {
        value: "groups",
        label: "Once for each group of items",
        help: "The body can use {{ batch.items }}, the items of the group.",
      },
    ],
    tab: "settings",
  },
  batchOver: {
    kind: "text",
    label: "List",
    help: "A list from an earlier step.",
    placeholder: "{{ nodes.get_orders.body.orders }}",
    templated: true,
    required: true,
    tab: "settings",
    showWhen: batched,
  },
  batchSize: {
    kind: "number",
    label: "Items in a group",
    min: 1,
    max: 1_000,
    tab: "settings",
    showWhen: { field: "batch", in: ["groups"] },
  },
  batchAtOnce: {
    kind: "number",
    label: "Calls at once",
    min: 1,
    max: 10,
    tab: "settings",
    showWhen: batched,
  },
  batchFailure: {
    kind: "select",
    label: "When a call fails",
    appearance: "segmented",
    options: [
      { value: "stop", label: "The step fails" },
      { value: "collect", label: "Go on, and say which" },
    ],
    tab: "settings",
    showWhen: batched,
  },
};
