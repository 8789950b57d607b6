import type { Fields } from "#lib/nodes/fields.ts";

const withText = { field: "format", in: ["xml", "soap11", "soap12", "json", "text"] };
const soap = { field: "format", in: ["soap11", "soap12"] };
const notSoap = { field: "format", in: ["xml", "form", "json", "text"] };

/** What somebody fills in to describe a system by hand. */
export const writtenFields: Fields = {
  baseUrl: {
    kind: "text",
    label: "Address of the system",
    placeholder: "https://erp.example.com/services",
    required: true,
    maxLength: 2_000,
  },
  operations: {
    kind: "list",
    label: "Operations",
    itemLabel: "operation",
    appearance: "card",
    max: 100,
    newItem: {
      ...{ id: "", name: "", format: "soap11", method: "POST", path: "", action: "" },
      ...{ inputs: [], body: "" },
    },
    item: {
      name: { kind: "text", label: "Name", placeholder: "Look up an order", required: true },
      format: {
        kind: "select",
        label: "Format",
        options: [
          { value: "soap11", label: "SOAP 1.1" },
          { value: "soap12", label: "SOAP 1.2" },
          { value: "xml", label: "XML" },
          { value: "form", label: "Form", help: "Its fields, as a web page sends them." },
          { value: "json", label: "JSON" },
          { value: "text", label: "Text" },
        ],
      },
      method: {
        kind: "select",
        label: "Method",
        options: ["POST", "PUT", "PATCH", "GET", "DELETE"].map((value) => ({
          value,
          label: value,
        })),
        showWhen: notSoap,
      },
      path: {
        kind: "text",
        label: "Path",
        help: "After the address. {field} takes a field’s value.",
        placeholder: "/orders/{number}",
        maxLength: 500,
      },
      action: {
        kind: "text",
        label: "SOAP action",
        placeholder: "http://example.com/GetOrder",
        maxLength: 500,
        showWhen: soap,
      },
      inputs: {
        kind: "list",
        label: "Fields",
        help: "What a step asks for.",
        itemLabel: "field",
        appearance: "row",
        max: 100,
        newItem: { name: "", type: "text", needed: "optional" },
        item: {
          name: { kind: "text", label: "Name", placeholder: "number", maxLength: 80 },
          type: {
            kind: "select",
            label: "Type",
            options: [
              { value: "text", label: "Text" },
              { value: "number", label: "Number" },
              { value: "boolean", label: "Yes or no" },
              { value: "date", label: "Date" },
            ],
          },
          needed: {
            kind: "select",
            label: "Needed",
            options: [
              { value: "optional", label: "No" },
              { value: "required", label: "Yes" },
            ],
          },
        },
      },
      body: {
        kind: "text",
        label: "Body",
        help: "{{ number }} inserts a field. An element with an empty field alone is left out. Of SOAP, what stands in the envelope’s body.",
        placeholder:
          '<GetOrder xmlns="http://example.com/">\n  <Number>{{ number }}</Number>\n</GetOrder>',
        multiline: true,
        code: true,
        maxLength: 50_000,
        showWhen: withText,
      },
    },
  },
};

/** What a new description starts with. */
export const emptyWritten = { baseUrl: "", operations: [] };
