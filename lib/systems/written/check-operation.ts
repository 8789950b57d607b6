import { XMLValidator } from "fast-xml-parser";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { compileBody } from "./compile-body.ts";
import { writeBody } from "./write-body.ts";
import type { BodyFormat, WrittenOperation } from "./written-system.ts";

const samples: Record<WrittenOperation["inputs"][number]["type"], Json> = {
  ...{ text: "text", number: 7, boolean: true, date: "2026-01-31" },
};

/**
 * Refuses what would fail each call: a field that is named and that nobody asks for, one that there is
 * twice, and a body that is not of its format once it is filled in.
 *
 * @throws UserError `invalid_input`
 */
export function checkOperation(written: WrittenOperation, hasBody: boolean): void {
  const { name, path, inputs, format } = written;
  const names = inputs.map((input) => input.name);
  const refuse = (problem: string) => new UserError("invalid_input", `“${name}”: ${problem}`);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined) throw refuse(`there are two fields “${twice}”.`);
  for (const [, field = ""] of path.matchAll(/\{([^{}]*)\}/g)) {
    if (!names.includes(field))
      throw refuse(`the path names a field “${field}” that is not there.`);
  }
  if (hasBody && format !== "form") checkBody({ ...written, format }, names);
}

type Templated = WrittenOperation & { format: Exclude<BodyFormat, "form"> };

function checkBody(written: Templated, names: readonly string[]): void {
  const { name, format, body } = written;
  const refuse = (problem: string, cause?: unknown) =>
    new UserError("invalid_input", `The body of “${name}”: ${problem}`, { cause });
  let sent: string;
  try {
    for (const [root = ""] of compileBody(format, body).references) {
      if (!names.includes(root)) throw refuse(`it has no field “${root}”`);
    }
    const values = Object.fromEntries(written.inputs.map((one) => [one.name, samples[one.type]]));
    sent = writeBody(written, names, values);
  } catch (error) {
    if (!isPatchbayError(error) || error.message.startsWith("The body of")) throw error;
    throw refuse(error.message, error);
  }
  const flaw = body.trim() === "" ? undefined : flawOf(format, sent);
  if (flaw !== undefined) throw refuse(flaw);
}

function flawOf(format: WrittenOperation["format"], sent: string): string | undefined {
  if (format === "text") return undefined;
  if (format !== "json") {
    const checked = XMLValidator.validate(sent);
    return checked === true ? undefined : `it is not valid XML: ${checked.err.msg}`;
  }
  try {
    JSON.parse(sent);
    return undefined;
  } catch {
    return "it is not valid JSON once its fields are filled in.";
  }
}
