import { type FileLike, FormDataEncoder } from "form-data-encoder";
import { UserError } from "#lib/errors/user-error.ts";
import type { FilePort, OpenFile } from "#lib/files/contract.ts";
import { fileIdIn } from "#lib/files/file-ref.ts";
import type { BodySource } from "../body.ts";

/** A part of a form: text, or a file that was stored before. */
export type FormPart = {
  name: string;
  value: string;
  kind: "text" | "file";
  /** What a text is, as `application/json`; empty: not said. */
  type?: string;
  enabled: boolean;
};

/**
 * A form as `multipart/form-data` (RFC 7578), its files read from storage as they are sent.
 *
 * @throws UserError `invalid_value` for a part without a name or a file that is none, `file_not_found`
 */
export async function multipartBody(
  parts: readonly FormPart[],
  files: FilePort,
): Promise<{ body: BodySource; contentType: string }> {
  const entries: [string, string | FileLike][] = [];
  const types: string[] = [];
  for (const { name, value, kind, type = "", enabled } of parts) {
    if (!enabled || (name === "" && value === "")) continue;
    if (name === "") throw new UserError("invalid_value", "A form field has a value but no name.");
    const written = value.toWellFormed();
    const entry =
      kind === "file" ? asFile(await openFile(files, value, `The field “${name}”`)) : written;
    entries.push([name.toWellFormed(), entry]);
    types.push(kind === "text" ? readType(type, name) : "");
  }
  const encoder = new FormDataEncoder(new Form(entries));
  const length = encoder.headers["Content-Length"];
  const added = types.reduce((sum, type) => sum + typeLine(type).length, 0);
  return {
    contentType: encoder.contentType,
    body: {
      ...(length !== undefined && { bytes: Number(length) + added }),
      open: () => (added === 0 ? encoder.encode() : withTypes(encoder, types)),
    },
  };
}

/** The encoder gives a type to files alone: a text's is put below the head of its part. */
async function* withTypes(
  encoder: FormDataEncoder,
  types: readonly string[],
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const piece of encoder.values()) {
    // Each part is three pieces: its head, its value, the line's end.
    const line = at % 3 === 0 ? typeLine(types[at / 3] ?? "") : "";
    at += 1;
    if (!(piece instanceof Uint8Array)) yield* piece.stream();
    else if (line === "") yield piece;
    else yield Buffer.concat([piece.subarray(0, -2), Buffer.from(`${line}\r\n`)]);
  }
}

function typeLine(type: string): string {
  return type === "" ? "" : `Content-Type: ${type}\r\n`;
}

function readType(type: string, name: string): string {
  const trimmed = type.trim();
  if (trimmed === "" || /^[\w.+-]+\/[\w.+-]+[\x20-\x7e]*$/.test(trimmed)) return trimmed;
  throw new UserError("invalid_value", `The field “${name}” has a content type that is none.`, {
    next: "Write it like this: application/json.",
  });
}

/** @throws UserError `invalid_value` when `value` names no file, `file_not_found` */
export async function openFile(files: FilePort, value: string, what: string): Promise<OpenFile> {
  const id = fileIdIn(value);
  if (id !== undefined) return await files.open(id);
  throw new UserError("invalid_value", `${what} holds no file.`, {
    next: "Insert a file from an earlier step, for example {{ nodes.download.body }} or the answer to a question for a file.",
  });
}

/** As much of the browser's `FormData` as the encoder asks for. */
class Form {
  readonly [Symbol.toStringTag] = "FormData";
  readonly #entries: readonly [string, string | FileLike][];

  constructor(entries: readonly [string, string | FileLike][]) {
    this.#entries = entries;
  }

  entries(): IterableIterator<[string, string | FileLike]> {
    return this.#entries[Symbol.iterator]();
  }

  [Symbol.iterator](): IterableIterator<[string, string | FileLike]> {
    return this.entries();
  }

  getAll(name: string): (string | FileLike)[] {
    return this.#entries.flatMap(([key, value]) => (key === name ? [value] : []));
  }

  append(): void {
    throw new Error("This form is complete.");
  }
}

/** As the browser's `File`, of which the encoder needs no more. */
function asFile({ ref, read }: OpenFile): FileLike {
  return {
    name: ref.name,
    type: ref.type,
    size: ref.size,
    lastModified: 0,
    stream: read,
    [Symbol.toStringTag]: "File",
  };
}
