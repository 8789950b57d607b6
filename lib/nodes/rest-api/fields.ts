import type { Fields, ListField } from "../fields.ts";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** The others go without a body. */
const hasBody = { field: "method", in: ["POST", "PUT", "PATCH", "DELETE"] };

/** The REST API node's settings, as the inspector shows them. */
export const fields: Fields = {
  method: {
    kind: "select",
    label: "Method",
    help: "GET reads, POST creates, PUT and PATCH change, DELETE removes. HEAD and OPTIONS ask about an address.",
    options: methods.map((method) => ({ value: method, label: method })),
  },
  url: {
    kind: "text",
    label: "Address",
    help: "A value inserted within the address is encoded, so that it stays one part of it. One at the very beginning is taken as it is; {{ value | raw }} inserts a path of several parts.",
    placeholder: "https://api.example.com/orders",
    templated: true,
    format: "url",
    required: true,
  },
  query: rows("Query parameters", "parameter", "page", "Added to the address after the “?”."),
  headers: rows(
    "Headers",
    "header",
    "X-Request-Source",
    "Use a connection for passwords and keys.",
  ),
  bodyType: {
    kind: "select",
    label: "Body",
    options: [
      { value: "none", label: "None" },
      { value: "json", label: "JSON" },
      { value: "form", label: "Form" },
      { value: "multipart", label: "Form with files" },
      { value: "xml", label: "XML" },
      { value: "text", label: "Text" },
      { value: "file", label: "A file" },
    ],
    showWhen: hasBody,
  },
  bodyJson: {
    kind: "json",
    label: "JSON body",
    help: "Variables are inserted as JSON, so quotes inside them do no harm.",
    placeholder: '{ "email": "{{ vars.email }}" }',
    templated: true,
    showWhen: { field: "bodyType", in: ["json"], and: hasBody },
  },
  bodyForm: {
    ...rows("Form fields", "field", "email", "Sent as a web form would send them."),
    showWhen: { field: "bodyType", in: ["form"], and: hasBody },
  },
  bodyText: {
    kind: "text",
    label: "Text body",
    templated: true,
    multiline: true,
    showWhen: { field: "bodyType", in: ["text"], and: hasBody },
  },
  bodyParts: {
    kind: "list",
    label: "Form fields",
    help: "Sent as a web form with files would send them (multipart/form-data).",
    itemLabel: "field",
    appearance: "card",
    max: 100,
    newItem: { name: "", kind: "text", value: "", type: "", enabled: true },
    item: {
      name: { kind: "text", label: "Name", placeholder: "attachment", required: true },
      kind: {
        kind: "select",
        label: "Holds",
        appearance: "segmented",
        options: [
          { value: "text", label: "Text" },
          { value: "file", label: "A file" },
        ],
      },
      value: {
        kind: "text",
        label: "Value",
        help: "For a file: the file of an earlier step, or the answer to a question for one.",
        templated: true,
      },
      type: {
        kind: "text",
        label: "Content type",
        help: "Only where the other side asks for one.",
        placeholder: "application/json",
        showWhen: { field: "kind", in: ["text"] },
      },
      enabled: { kind: "boolean", label: "On" },
    },
    showWhen: { field: "bodyType", in: ["multipart"], and: hasBody },
  },
  bodyXml: {
    kind: "text",
    label: "XML body",
    help: "Variables are inserted as text, so signs inside them do no harm; {{ value | raw }} inserts markup.",
    placeholder: "<order><email>{{ vars.email }}</email></order>",
    templated: true,
    multiline: true,
    inserts: "xml",
    showWhen: { field: "bodyType", in: ["xml"], and: hasBody },
  },
  bodyFile: {
    kind: "text",
    label: "File",
    help: "The file of an earlier step, or the answer to a question for one. It is sent as it is, with its own type.",
    placeholder: "{{ nodes.download.body }}",
    templated: true,
    required: true,
    showWhen: { field: "bodyType", in: ["file"], and: hasBody },
  },
  saveTo: {
    kind: "list",
    label: "Answers to variables",
    help: "Each value keeps its type. Quicker: in the tab Data, “Save as variable” beside a value of the last answer.",
    itemLabel: "variable",
    appearance: "row",
    max: 50,
    newItem: { name: "", path: "" },
    item: {
      name: { kind: "variable", label: "Variable", placeholder: "order_id", required: true },
      path: { kind: "text", label: "From", placeholder: "body.id", required: true },
    },
  },
  responseAs: {
    kind: "select",
    label: "Read the answer as",
    options: [
      {
        value: "auto",
        label: "Automatic",
        help: "As the other system declares it. A web page counts as failed: choose “Text” for pages.",
      },
      { value: "json", label: "JSON" },
      { value: "xml", label: "XML" },
      { value: "text", label: "Text" },
      { value: "file", label: "A file", help: "Kept, up to 100 MB, for later steps to send on." },
    ],
    tab: "settings",
  },
  handOn: {
    kind: "select",
    label: "Hand on",
    options: [
      { value: "response", label: "Status, headers and data" },
      { value: "body", label: "The data alone" },
    ],
    tab: "settings",
  },
  failOn: {
    kind: "select",
    label: "Counts as failed",
    options: [
      { value: "4xx-5xx", label: "Status 400 and above" },
      { value: "never", label: "No status", help: "Every answer continues at “Done”." },
      { value: "custom", label: "Statuses you name" },
    ],
    tab: "settings",
  },
  failStatuses: {
    kind: "text",
    label: "Failing statuses",
    help: "Single ones and ranges, with commas between them.",
    placeholder: "400-499, 503",
    required: true,
    maxLength: 200,
    tab: "settings",
    showWhen: { field: "failOn", in: ["custom"] },
  },
  backupUrl: {
    kind: "text",
    label: "Backup address",
    help: "Called while the step's own address does not answer. With only a host, as https://backup.example.com, the same path is called there.",
    placeholder: "https://backup.example.com",
    templated: true,
    format: "url",
    tab: "failure",
  },
  remember: {
    kind: "select",
    label: "Remember the answer",
    options: [
      { value: "no", label: "No" },
      {
        value: "yes",
        label: "For a while",
        help: "Steps of this workspace that ask the same with the same connection share it.",
      },
      {
        value: "stale",
        label: "For a while, longer when the other side fails",
        help: "Then an answer up to a day old is handed on.",
      },
    ],
    tab: "settings",
    showWhen: { field: "method", in: ["GET", "HEAD"] },
  },
  rememberSeconds: {
    kind: "number",
    label: "Remembered for",
    unit: "seconds",
    help: "Afterwards it is asked about again, by its ETag or date where it has one.",
    min: 1,
    max: 86_400,
    tab: "settings",
    showWhen: { field: "remember", in: ["yes", "stale"] },
  },
  timeoutSeconds: {
    kind: "number",
    label: "Longest wait",
    unit: "seconds",
    min: 1,
    max: 120,
    tab: "settings",
  },
  followRedirects: {
    kind: "boolean",
    label: "Follow redirects",
    help: "Goes on to the new address when the other system names one.",
    tab: "settings",
  },
  proxy: {
    kind: "text",
    label: "Through a proxy",
    help: "A server that passes the request on. Keep its password in a secret variable: http://user:{{ workspace.proxy_password }}@proxy.example.com:3128",
    placeholder: "http://proxy.example.com:3128",
    templated: true,
    tab: "settings",
  },
};

function rows(label: string, itemLabel: string, placeholder: string, help: string): ListField {
  return {
    kind: "list",
    label,
    help,
    itemLabel,
    appearance: "row",
    max: 100,
    newItem: { name: "", value: "", enabled: true },
    item: {
      enabled: { kind: "boolean", label: "On" },
      name: { kind: "text", label: "Name", placeholder, required: true },
      value: { kind: "text", label: "Value", templated: true },
    },
  };
}
