import {
  constantTemplate,
  referencesOf,
  renderSegments,
  type Template,
  valueToText,
} from "./compile-template.ts";
import { isTemplate, parseTemplate, type Segment } from "./parse-template.ts";

export type JsonTemplate = Pick<Template, "isConstant" | "references" | "render">;

/**
 * Compiles JSON text with templates in it. Inside a string a value is inserted as escaped text,
 * outside as JSON of its own: `{"name": "{{ a }}", "tags": {{ b }}}` stays valid whatever the values
 * hold. The text around them is taken as it is. Throws as `compileTemplate` does.
 */
export function compileJsonTemplate(text: string): JsonTemplate {
  if (!isTemplate(text)) return constantTemplate(text);
  const segments = parseTemplate(text);
  const quoted = findQuoted(segments);
  const write = (value: unknown, index: number) =>
    quoted[index] === true
      ? JSON.stringify(valueToText(value)).slice(1, -1)
      : JSON.stringify(value ?? null);
  return {
    isConstant: false,
    references: referencesOf(segments),
    render: (scope) => renderSegments(segments, scope, write),
  };
}

/** For each segment, whether it starts inside a string literal. */
function findQuoted(segments: readonly Segment[]): boolean[] {
  let inString = false;
  return segments.map((segment) => {
    const startsInString = inString;
    if (typeof segment !== "string") return startsInString;
    for (let index = 0; index < segment.length; index++) {
      if (segment[index] === '"') inString = !inString;
      else if (inString && segment[index] === "\\") index++;
    }
    return startsInString;
  });
}
