import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { UserError } from "#lib/errors/user-error.ts";
import { maxDescriptionBytes } from "./load-source.ts";

const inflate = promisify(gunzip);

/**
 * A text that the browser gzipped, from base64.
 *
 * @throws UserError `not_a_description` when it is none, or larger than a description may be
 */
export async function unpackText(packed: string): Promise<string> {
  try {
    const bytes = await inflate(Buffer.from(packed, "base64"), {
      maxOutputLength: maxDescriptionBytes,
    });
    return bytes.toString("utf8");
  } catch (cause) {
    throw new UserError("not_a_description", "The description could not be read.", {
      cause,
      next: "Descriptions may be up to 20 MB large.",
    });
  }
}
