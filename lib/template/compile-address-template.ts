import { UserError } from "#lib/errors/user-error.ts";
import {
  constantTemplate,
  referencesOf,
  renderSegments,
  type Template,
  valueToText,
} from "./compile-template.ts";
import { type Insertion, isTemplate, parseTemplate } from "./parse-template.ts";

export type AddressTemplate = Pick<Template, "isConstant" | "references" | "render">;

/** A stretch of the address that came out of a value, by its offsets. */
type Inserted = { from: number; to: number };

/**
 * Compiles a web address with templates in it, so that a value cannot lead elsewhere: within the
 * path, the query and the fragment it is percent-encoded, within the host it may only be part of a
 * name. A value at the very beginning is taken as it is, since it brings the address along, and
 * `| raw` inserts path or query text of several parts. Throws as `compileTemplate` does; rendering
 * also throws `unsafe_address` for values that would change the address's structure.
 */
export function compileAddressTemplate(text: string): AddressTemplate {
  const trimmed = text.trim();
  if (!isTemplate(trimmed)) return constantTemplate(text);
  const segments = parseTemplate(trimmed);
  return {
    isConstant: false,
    references: referencesOf(segments),
    render: (scope) => {
      const inserted: Inserted[] = [];
      const address = renderSegments(segments, scope, (value, index, before) => {
        if (index === 0) return valueToText(value);
        const written = writeValue(valueToText(value), segments[index] as Insertion, before);
        inserted.push({ from: before.length, to: before.length + written.length });
        return written;
      });
      refuseDotSegments(address, inserted);
      return address;
    },
  };
}

function writeValue(value: string, { lastFilter }: Insertion, before: string): string {
  const isRaw = lastFilter === "raw";
  if (isInHost(before)) return hostPart(value, isRaw);
  // What `url_encode` made holds nothing that could change the address any more.
  if (isRaw || lastFilter === "url_encode") return value;
  return encodeURIComponent(value.toWellFormed());
}

/** An address up to where its host ends, read as browsers do: “\” counts as “/”. */
const throughHost = /^[a-z][a-z0-9+.-]*:[/\\]*[^/\\?#]*/i;

function isInHost(before: string): boolean {
  const clean = withoutIgnored(before);
  return throughHost.exec(clean)?.[0].length === clean.length && clean !== "";
}

/** Tabs, line breaks and spaces before it count for nothing in an address (WHATWG URL, "basic URL parser"). */
function withoutIgnored(text: string): string {
  return text.replace(/[\t\n\r]/g, "").replace(/^[\s\p{Cc}]+/u, "");
}

/** An empty host would make the first part of the path the host: `https:///other.example`. */
function hostPart(value: string, isRaw: boolean): string {
  if (/^[\p{L}\p{N}._:[\]-]+$/u.test(value)) return value;
  if (isRaw && /^[/?]/.test(value)) return value;
  throw new UserError(
    "unsafe_address",
    value === ""
      ? "A value inserted into the host of the address is empty."
      : "A value inserted into the host of the address holds characters that no host has.",
    {
      next: "Write “/” after the host, before the value; or insert the whole address as one value, at its beginning.",
    },
  );
}

/**
 * “..” leads to the folder above, “.” nowhere. Also told when the slash beside it is encoded: some
 * servers decode it before they read the path.
 */
function refuseDotSegments(address: string, inserted: readonly Inserted[]): void {
  const start = throughHost.exec(address)?.[0].length ?? 0;
  const length = address.slice(start).search(/[?#]/);
  const path = length === -1 ? address.slice(start) : address.slice(start, start + length);
  const slashes = path.replace(/%2f|%5c/gi, "///"); // as long as what it stands for
  for (const { 0: part, index } of slashes.matchAll(/[^/\\]+/g)) {
    if (!/^(?:\.|%2e){1,2}$/i.test(withoutIgnored(part))) continue;
    const from = start + index;
    if (!inserted.some((each) => each.from <= from + part.length && each.to >= from)) continue;
    throw new UserError(
      "unsafe_address",
      "A value inserted into the address holds “.” or “..”, which would lead to another place.",
      { next: "Look at where the value comes from, and check it before this step." },
    );
  }
}
