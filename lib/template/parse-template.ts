import { Output, type Token, TypeGuards, toValue, toValueSync, type Value } from "liquidjs";
import { UserError } from "#lib/errors/user-error.ts";
import { liquid, maxTemplateLength, refuseForbiddenKey, TemplateContext } from "./liquid.ts";
import { type Path, readPath } from "./read-path.ts";
import { opened } from "./sealed-text.ts";
import { explainTemplateError } from "./template-error.ts";

/** A property used in a template, with the place of each part in the text. */
export type Reference = { path: Path; tokens: readonly Token[] };

export type Insertion = {
  /** Evaluates to plain JSON. `context` is shared by the insertions of one rendering. */
  evaluate(scope: object, context: LazyContext): unknown;
  references: readonly Reference[];
  /** The filter that has the last word on the value. */
  lastFilter: string | undefined;
};

export type Segment = string | Insertion;

/** Creates LiquidJS's context only when an expression is more than a path. */
export class LazyContext {
  readonly #scope: object;
  #context: TemplateContext | undefined;
  constructor(scope: object) {
    this.#scope = scope;
  }
  get(): TemplateContext {
    this.#context ??= new TemplateContext(this.#scope);
    this.#context.renderLimit.check(performance.now());
    return this.#context;
  }
}

/** Whether a text holds anything to evaluate. */
export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/**
 * Splits a text into what stands and what is inserted. Throws `template_syntax`,
 * `template_unknown_filter`, `forbidden_key`, `template_limit`.
 */
export function parseTemplate(text: string): Segment[] {
  if (text.length > maxTemplateLength) {
    throw new UserError(
      "template_limit",
      `A template may have at most ${maxTemplateLength.toLocaleString("en")} characters.`,
    );
  }
  try {
    return liquid.parse(text).map((part) => {
      if (part instanceof Output) {
        refuseUnfinished(part.token);
        return createInsertion(part.value);
      }
      const token = part.token as Token & { getContent(): string }; // without tags, all else is text
      return token.getContent();
    });
  } catch (error) {
    throw explainTemplateError(error);
  }
}

function createInsertion(value: Value): Insertion {
  const references: Reference[] = [];
  refuseLooseOperand(value);
  for (const token of value.initial.postfix) collectReferences(token, references);
  for (const filter of value.filters) {
    if (!Object.hasOwn(liquid.filters, filter.name)) {
      throw new Error(`undefined filter: ${filter.name}`);
    }
    for (const argument of filter.args) {
      collectReferences(Array.isArray(argument) ? argument[1] : argument, references);
    }
  }
  const lastFilter = value.filters.at(-1)?.name;
  const path = simplePath(value);
  if (path !== undefined) {
    return { references, lastFilter, evaluate: (scope) => opened(readPath(scope, path)) };
  }
  return {
    references,
    lastFilter,
    evaluate(scope, context) {
      try {
        return toJson(opened(toValue(toValueSync(value.value(context.get(), false)))));
      } catch (error) {
        throw explainTemplateError(error, scope);
      }
    },
  };
}

/** LiquidJS reads `vars.` as `vars`, and takes a pipe with nothing behind it. */
function refuseUnfinished(token: Token): void {
  const inside = token.getText().replace(/^\{\{-?|-?\}\}$/g, "");
  const bare = inside.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, '""').trim();
  if (!/^\.|\.\s*($|[|[\]),])|\|\s*$/.test(bare)) return;
  throw Object.assign(new Error(`${JSON.stringify(inside.trim())} is not finished`), { token });
}

/** LiquidJS ignores the `b` of `{{ a b }}`; a person who wrote it expects something of it. */
function refuseLooseOperand({ initial: { postfix } }: Value): void {
  const loose = postfix[1];
  if (loose === undefined || postfix.some((token) => TypeGuards.isOperatorToken(token))) return;
  throw Object.assign(new Error(`unexpected ${JSON.stringify(loose.getText())}`), { token: loose });
}

/** `a.b["c d"][0]` without filters, operators or computed keys: the common case, walked directly. */
function simplePath(value: Value): Path | undefined {
  const token = value.initial.postfix[0];
  if (value.filters.length > 0 || value.initial.postfix.length !== 1) return undefined;
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return undefined;
  const path = staticPath(token.props);
  return path.length === token.props.length ? path : undefined;
}

/** The parts of a path up to the first computed one. */
function staticPath(props: readonly Token[]): (string | number)[] {
  const path: (string | number)[] = [];
  for (const prop of props) {
    if (!("content" in prop)) break;
    const { content } = prop;
    if (typeof content !== "string" && typeof content !== "number") break;
    path.push(content);
  }
  return path;
}

function collectReferences(token: unknown, into: Reference[]): void {
  if (TypeGuards.isPropertyAccessToken(token)) {
    const path = staticPath(token.props);
    for (const part of path) if (typeof part === "string") refuseForbiddenKey(part);
    if (token.variable !== undefined) collectReferences(token.variable, into);
    else if (path.length > 0) into.push({ path, tokens: token.props });
    for (const prop of token.props) collectReferences(prop, into);
  } else if (TypeGuards.isRangeToken(token)) {
    collectReferences(token.lhs, into);
    collectReferences(token.rhs, into);
  } else if (TypeGuards.isFilteredValueToken(token)) {
    for (const part of token.initial.postfix) collectReferences(part, into);
  }
}

/** Filters can leave what JSON has no word for. */
function toJson(value: unknown): unknown {
  if (value === undefined || typeof value === "function") return null;
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return value;
}
