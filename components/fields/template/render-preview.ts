import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { compileJsonTemplate } from "#lib/template/compile-json-template.ts";
import { compileTemplate } from "#lib/template/compile-template.ts";
import type { VariableGroup } from "../variables/variable-group.ts";

export type Preview =
  | { ok: true; text: string; usesSamples: boolean }
  | { ok: false; message: string; next: string | undefined };

/**
 * Fills a template in with the values the picker shows. Loaded only when a template is looked at:
 * it brings the template engine along.
 */
export function renderPreview(
  text: string,
  json: boolean,
  groups: readonly VariableGroup[],
): Preview {
  if (text.lastIndexOf("{{") > text.lastIndexOf("}}")) {
    return {
      ok: false,
      message: "“{{” begins a value that does not end.",
      next: "Choose one from the list, or close it with “}}”.",
    };
  }
  try {
    const template = json ? compileJsonTemplate(text) : compileTemplate(text);
    const rendered = template.render(scopeOf(groups));
    if (json) JSON.parse(rendered);
    const used = new Set(template.references.map(rootOf));
    return {
      ok: true,
      text: rendered,
      usesSamples: groups.some((group) => group.source === "sample" && used.has(group.root)),
    };
  } catch (error) {
    if (isPatchbayError(error)) return { ok: false, message: error.message, next: error.next };
    return {
      ok: false,
      message: "With these values the result is not valid JSON.",
      next: "Check for a missing comma, quote or bracket.",
    };
  }
}

/** What `{{ }}` can reach, built from the picker's groups. */
export function scopeOf(groups: readonly VariableGroup[]): JsonObject {
  const nodes: { [key: string]: Json } = {};
  const scope: JsonObject = { trigger: {}, vars: {}, contact: {} };
  for (const { root, value } of groups) {
    if (root.startsWith("nodes.")) nodes[root.slice("nodes.".length)] = value;
    else scope[root] = value;
  }
  return { ...scope, nodes };
}

function rootOf(path: readonly string[]): string {
  return path.slice(0, path[0] === "nodes" ? 2 : 1).join(".");
}
