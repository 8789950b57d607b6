import { createHash } from "node:crypto";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Description, FormSchema, Operation, Parameter } from "../contract.ts";
import { compileBody } from "./compile-body.ts";
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
  const server = baseUrl.replace(/\/+$/, "");
  const description = {
    ...{ title: URL.parse(baseUrl)?.host ?? "A system", version: "", format: "Described by hand" },
    ...{ server, flaws: [], connectionKinds: [] },
    operations: operations.map((written) => ({
      tag: formatNames[written.format],
      operation: readOperation(written, server),
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
  if (hasBody && format !== "form") checkBody(written);
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

/** A field that the body names and nobody asks for would fail each call. */
function checkBody({ name, format, inputs, body }: WrittenOperation): void {
  const known = new Set(inputs.map((input) => input.name));
  try {
    for (const [root = ""] of compileBody(format, body).references) {
      if (!known.has(root)) throw new UserError("invalid_input", `it has no field “${root}”`);
    }
  } catch (error) {
    if (!isPatchbayError(error)) throw error;
    throw new UserError("invalid_input", `The body of “${name}”: ${error.message}`, {
      cause: error,
    });
  }
}
