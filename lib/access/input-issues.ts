import type { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import { storable } from "#lib/words/storable.ts";

/**
 * Parses what came in, without what a database cannot keep. Throws `invalid_input` with `details.issues`, one `{ path, message }` for
 * each value that does not fit, and all of them in the message.
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(storable(raw));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(explain);
  throw new UserError("invalid_input", [...new Set(issues.map(sentenceOf))].join(" "), {
    details: { issues },
  });
}

type Issue = { path: string; message: string };

/** Our schemas bring their own sentences; zod's defaults would not say much to a person. */
function explain(issue: z.core.$ZodIssue): Issue {
  const path = issue.path.join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return { path, message: `Not expected here: ${issue.keys.join(", ")}.` };
    case "invalid_type":
      return { path, message: "This is missing or of the wrong kind." };
    case "too_big":
      return { path, message: `Too long or too large: at most ${issue.maximum}.` };
    default:
      return { path, message: issue.message.endsWith(".") ? issue.message : `${issue.message}.` };
  }
}

function sentenceOf({ path, message }: Issue): string {
  return /^(This is missing|Too long)/.test(message) && path !== ""
    ? `${path}: ${message}`
    : message;
}
