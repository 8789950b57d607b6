import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { isTemplate, LazyContext, parseTemplate, type Segment } from "./parse-template.ts";
import { explainTemplateError } from "./template-error.ts";

/** A text with `{{ }}`, ready to be filled in often. */
export type Template = {
  /** Nothing to fill in: `render` returns the text itself. */
  isConstant: boolean;
  /** The paths it uses, such as `["nodes", "ask", "value"]`, up to the first computed part. */
  references: string[][];
  /** Fills in the text. Objects and lists become JSON, null becomes nothing. */
  render(scope: object): string;
  /** As `render`; but a text that is one `{{ expression }}` and nothing else keeps the value's type. */
  evaluate(scope: object): Json;
};

/** Longest text a template may become, in characters. */
const maxRenderedLength = 10_000_000;

/**
 * Compiles a text template. Throws `template_syntax`, `template_unknown_filter`, `template_limit`,
 * `forbidden_key`; rendering throws `template_unknown_variable`, `template_limit`, `template_failed`.
 */
export function compileTemplate(text: string): Template {
  if (!isTemplate(text)) return constantTemplate(text);
  const segments = parseTemplate(text);
  const only = segments.length === 1 ? segments[0] : undefined;
  const render = (scope: object) => renderSegments(segments, scope, valueToText);
  return {
    isConstant: false,
    references: referencesOf(segments),
    render,
    evaluate:
      only === undefined || typeof only === "string"
        ? render
        : (scope) => only.evaluate(scope, new LazyContext(scope)) as Json, // scopes hold JSON, filters yield it
  };
}

export function constantTemplate(text: string): Template {
  return { isConstant: true, references: [], render: () => text, evaluate: () => text };
}

/** Joins the segments of a template, each inserted value written by `write`, which sees what is before it. */
export function renderSegments(
  segments: readonly Segment[],
  scope: object,
  write: (value: unknown, segmentIndex: number, before: string) => string,
): string {
  const context = new LazyContext(scope);
  let text = "";
  try {
    for (let index = 0; index < segments.length; index++) {
      const segment = segments[index] as Segment; // index < length
      text +=
        typeof segment === "string"
          ? segment
          : write(segment.evaluate(scope, context), index, text);
      if (text.length > maxRenderedLength) throw tooLong();
    }
  } catch (error) {
    throw explainTemplateError(error, scope);
  }
  return text;
}

export function referencesOf(segments: readonly Segment[]): string[][] {
  return segments.flatMap((segment) =>
    typeof segment === "string"
      ? []
      : segment.references.map((reference) => reference.path.map(String)),
  );
}

/** How a value reads within a text. */
export function valueToText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function tooLong(): UserError {
  return new UserError("template_limit", "The text that this template makes is too long.", {
    next: "Insert less, or pass the data on in another way.",
  });
}
