import { UserError } from "#lib/errors/user-error.ts";
import { type Template, template } from "./template.ts";

/** In characters. */
const longest = 5_000_000;

/**
 * Reads a template's file.
 *
 * @throws UserError `invalid_document`
 */
export function readTemplateFile(text: string): Template {
  if (text.length > longest) throw unreadable("It is larger than 5 MB.");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable("It is not JSON.");
  }
  const parsed = template.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const isFlow =
    typeof value === "object" && value !== null && "patchbay" in value && value.patchbay === "flow";
  throw unreadable(
    isFlow
      ? "It holds a flow. Open it on the Flows page, and save it as a template there."
      : `${first?.path.join(".") ?? ""}: ${first?.message ?? ""}`,
  );
}

function unreadable(next: string): UserError {
  return new UserError("invalid_document", "This file is no template that Patchbay can read.", {
    next,
  });
}
