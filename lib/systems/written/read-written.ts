import { createHash } from "node:crypto";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Description, FormSchema, Operation, Parameter } from "../contract.ts";
import { checkOperation } from "./check-operation.ts";
import {
  type BodyFormat,
  type WrittenOperation,
  type WrittenSystem,
  writtenSystem,
} from "./written-system.ts";

const mediaTypes: Record<BodyFormat, string> = {
  xml: "application/xml",
  soap11: "text/xml; charset=utf-8",
  soap12: "application/soap+xml; charset=utf-8",
  form: "application/x-www-form-urlencoded",
  json: "application/json",
  text: "text/plain; charset=utf-8",
};
const formatNames: Record<BodyFormat, string> = {
  ...{
    xml: "XML",
    soap11: "SOAP 1.1",
    soap12: "SOAP 1.2",
    form: "Form",
    json: "JSON",
    text: "Text",
  },
};

const schemas: Record<WrittenOperation["inputs"][number]["type"], FormSchema> = {
  text: { type: "string" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
};

/**
 * What somebody has described by hand, as operations.
 *
 * @throws UserError `invalid_input` for what cannot be read, or a field that does not exist
 */
export function readWritten(given: JsonObject): {
  description: Description;
  system: WrittenSystem;
} {
  const parsed = writtenSystem.safeParse(given);
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? "It cannot be read.";
    throw new UserError("invalid_input", message);
  }
  const { baseUrl, operations } = parsed.data;
  const ids = operations.map(({ id }) => id);
  if (new Set(ids).size < ids.length) {
    throw new UserError("invalid_input", "Two operations have the same id.", {
      next: "Remove one of them, and add it anew.",
    });
  }
  const description = {
    ...{ title: URL.parse(baseUrl)?.host ?? "A system", version: "", format: "Described by hand" },
    ...{ server: baseUrl, flaws: [], connectionKinds: [] },
    operations: operations.map((written) => ({
      tag: formatNames[written.format],
      operation: readOperation(written, baseUrl),
    })),
  };
  return { description, system: parsed.data };
}

function readOperation(written: WrittenOperation, server: string): Operation {
  const { id, name, format, inputs, action, body } = written;
  const isSoap = format === "soap11" || format === "soap12";
  const method = isSoap ? "POST" : written.method;
  const inPath = inputs.filter((input) => written.path.includes(`{${input.name}}`));
  const others = inputs.filter((input) => !inPath.includes(input));
  const hasBody = method !== "GET" && method !== "DELETE";
  checkOperation(written, hasBody);
  const path =
    written.path === "" || /^[/?]/.test(written.path) ? written.path : `/${written.path}`;
  const bare: Omit<Operation, "hash"> = {
    key: id,
    ...{ method, path, server, summary: name },
    parameters: (hasBody ? inPath : inputs).map((input): Parameter => {
      const isInPath = inPath.includes(input);
      return {
        ...{ name: input.name, in: isInPath ? "path" : "query" },
        ...{ required: input.needed === "required" || isInPath, schema: schemas[input.type] },
        ...{ style: isInPath ? "simple" : "form", explode: !isInPath },
      };
    }),
    ...(hasBody && {
      body: {
        required: true,
        contents: [
          {
            type: mediaTypes[format],
            schema: {
              type: "object",
              properties: Object.fromEntries(others.map((one) => [one.name, schemas[one.type]])),
              required: others.filter(({ needed }) => needed === "required").map((one) => one.name),
            },
          },
        ],
      },
    }),
    ...{ defs: {}, answers: [], connectionKinds: [] },
    ...(hasBody && format !== "form" && { written: { format, action, body } }),
  };
  const hash = createHash("sha256").update(JSON.stringify(bare)).digest("hex").slice(0, 32);
  return { ...bare, hash };
}
