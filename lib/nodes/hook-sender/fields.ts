import { unitOptions } from "../duration.ts";
import type { Fields } from "../fields.ts";
import { answerField } from "./answer-field.ts";
import type { HookProduct } from "./product.ts";

/** The settings of a step that sends to a hook, as the inspector shows them: the most used first. */
export function hookFields(product: HookProduct, own: Fields = {}): Fields {
  return {
    dataAs: {
      kind: "select",
      label: "Data to send",
      appearance: "segmented",
      options: [
        { value: "fields", label: "Field by field" },
        { value: "json", label: "JSON" },
      ],
    },
    data: {
      kind: "list",
      label: "Fields",
      help: `What the ${product.starts} gets, by name. A dot in a name nests it: address.city.`,
      itemLabel: "field",
      appearance: "row",
      required: true,
      max: 200,
      newItem: { name: "", value: "", type: "auto" },
      item: {
        name: { kind: "text", label: "Name", placeholder: "email", required: true },
        value: { kind: "text", label: "Value", templated: true },
        type: {
          kind: "select",
          label: "Kind",
          options: [
            { value: "auto", label: "Auto" },
            { value: "text", label: "Text" },
            { value: "number", label: "Number" },
            { value: "boolean", label: "Yes/no" },
            { value: "json", label: "JSON" },
          ],
        },
      },
      showWhen: { field: "dataAs", in: ["fields"] },
    },
    json: {
      kind: "json",
      label: "JSON",
      help: "Variables are inserted as JSON, so quotes inside them do no harm.",
      placeholder: '{ "email": "{{ vars.email }}" }',
      templated: true,
      required: true,
      showWhen: { field: "dataAs", in: ["json"] },
    },
    ...own,
    answer: answerField(product),
    timeout: {
      kind: "number",
      label: "Wait at most",
      help: "Then the step continues at “No call back”.",
      min: 0,
      max: 31_622_400,
      required: true,
      showWhen: { field: "answer", in: ["callback"] },
    },
    timeoutUnit: {
      kind: "select",
      label: "Unit",
      appearance: "segmented",
      options: unitOptions,
      showWhen: { field: "answer", in: ["callback"] },
    },
    ...furtherFields(product),
  };
}

/** What most people leave as it is. */
function furtherFields(product: HookProduct): Fields {
  return {
    callbackField: {
      kind: "text",
      label: "Name of the call-back address",
      help: `The field in which the ${product.starts} finds the address to call when it is done.`,
      placeholder: "callback_url",
      required: true,
      maxLength: 100,
      tab: "settings",
      showWhen: { field: "answer", in: ["callback"] },
    },
    sendWhen: {
      kind: "select",
      label: "Send",
      help: "When nothing is sent, the step goes on at “Done”, and its output says why.",
      options: [
        { value: "always", label: "Always" },
        { value: "rules", label: "Only when rules hold" },
        { value: "changed", label: "Only what has changed" },
        { value: "once", label: "Once for each contact" },
      ],
      tab: "settings",
    },
    rules: {
      kind: "rules",
      label: "Rules",
      required: true,
      tab: "settings",
      showWhen: { field: "sendWhen", in: ["rules"] },
    },
    whom: {
      kind: "text",
      label: "For each",
      help: "The step remembers what it has sent for each. Empty: the contact of the chat; outside chats, insert an e-mail address, say.",
      placeholder: "The contact of the chat",
      templated: true,
      tab: "settings",
      showWhen: { field: "sendWhen", in: ["changed", "once"] },
    },
    changedFields: {
      kind: "tags",
      label: "Fields to compare",
      help: "With none, everything that is sent is compared.",
      itemLabel: "field",
      max: 50,
      tab: "settings",
      showWhen: { field: "sendWhen", in: ["changed"] },
    },
    sendAs: {
      kind: "select",
      label: "Send as",
      options: [
        { value: "json", label: "JSON", help: "Keeps numbers, lists and nested values." },
        { value: "form", label: "Form", help: "As a web form sends it; all values are text." },
        {
          value: "query",
          label: "In the address (GET)",
          help: "For small amounts of data; it then stands in logs on the way.",
        },
      ],
      tab: "settings",
    },
    headers: {
      kind: "list",
      label: "Headers",
      help: "Use the connection for keys: headers here are stored with the flow.",
      itemLabel: "header",
      appearance: "row",
      max: 100,
      newItem: { name: "", value: "", enabled: true },
      item: {
        enabled: { kind: "boolean", label: "On" },
        name: { kind: "text", label: "Name", placeholder: "X-Source", required: true },
        value: { kind: "text", label: "Value", templated: true },
      },
      tab: "settings",
    },
    timeoutSeconds: {
      kind: "number",
      label: "Longest wait for the hook",
      help: `How long ${product.name} may take to answer the call itself.`,
      unit: "seconds",
      min: 1,
      max: 120,
      tab: "settings",
    },
    keepTrying: {
      kind: "select",
      label: "Keep trying",
      help: `While ${product.name} is down: the run waits and tries again, after seconds at first and every 15 minutes at last, also across restarts.`,
      options: [
        { value: "off", label: "No, fail at once" },
        { value: "15-minutes", label: "For 15 minutes" },
        { value: "1-hour", label: "For an hour" },
        { value: "6-hours", label: "For 6 hours" },
        { value: "1-day", label: "For a day" },
        { value: "3-days", label: "For 3 days" },
        { value: "7-days", label: "For 7 days" },
      ],
      tab: "settings",
    },
  };
}
