import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";
import { looksSecret } from "./looks-secret.ts";
import { visitSettings } from "./visit-settings.ts";

/** Passwords and keys typed into a field: everybody who opens the flow could read them. */
export function checkSecrets({ known }: LintContext): Problem[] {
  return [...known.values()].flatMap(({ node, definition }) =>
    visitSettings(node, definition)
      .filter(({ value }) => typeof value === "string" && looksSecret(value))
      .map(({ field, path }) =>
        problem(
          "warning",
          "secret_in_field",
          `“${field.label}” of “${node.name}” seems to hold a password or key, which everybody who sees the flow can read. Keep it in a connection.`,
          { nodeId: node.id, field: path },
        ),
      ),
  );
}
