import { Context, Liquid } from "liquidjs";
import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey } from "#lib/flow/json.ts";

/** The filters users may apply, as `{{ name | upcase }}`; everything else is refused. */
export const allowedFilters: ReadonlySet<string> = new Set([
  ...["upcase", "downcase", "capitalize", "strip", "replace", "split", "append", "prepend"],
  ...["slice", "truncate", "escape", "url_encode", "raw", "json", "default", "date"],
  ...["round", "floor", "ceil", "plus", "minus", "times", "divided_by", "modulo"],
  ...["join", "first", "last", "size", "sort", "uniq", "map", "where", "reverse"],
]);

/** Longest template, in characters. */
export const maxTemplateLength = 500_000;
/** Time for rendering one text, in ms, checked between its expressions. */
const renderLimitMs = 500;
/** What one rendering may build, in characters and list entries together. */
const memoryLimit = 20_000_000;

/** LiquidJS without tags, with the allowed filters, and reading own properties only. Times are UTC. */
export const liquid: Liquid = createLiquid();

function createLiquid(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    timezoneOffset: 0,
    locale: "en-US",
    parseLimit: maxTemplateLength,
    renderLimit: renderLimitMs,
    memoryLimit,
    templates: {},
  });
  for (const tag of Object.keys(engine.tags)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters)) {
    if (!allowedFilters.has(filter)) engine.unregisterFilter(filter);
  }
  for (const name of ["divided_by", "modulo"]) refuseZero(engine, name);
  return engine;
}

/** JavaScript's answer to a division by zero is no number; a text would silently end up empty. */
function refuseZero(engine: Liquid, name: string): void {
  const divide = engine.filters[name];
  if (typeof divide !== "function") throw new Error(`LiquidJS has no plain filter “${name}”.`);
  engine.registerFilter(name, function (dividend, divisor, ...rest) {
    // LiquidJS takes what is no number as zero.
    if ((Number(divisor) || 0) !== 0) return divide.call(this, dividend, divisor, ...rest);
    throw new UserError("division_by_zero", `“${name}” cannot divide by zero.`, {
      next: "Look at where the number to divide by comes from, and check it before this step.",
    });
  });
}

/** Where expressions are evaluated: one for each rendering, so that its limits add up. */
export class TemplateContext extends Context {
  constructor(scope: object) {
    super(scope, liquid.options, { sync: true }, { liquid });
  }

  override readProperty(
    ...args: Parameters<Context["readProperty"]>
  ): ReturnType<Context["readProperty"]> {
    const [holder, key] = args;
    if (typeof key === "string") refuseForbiddenKey(key);
    if (
      typeof holder === "object" &&
      holder !== null &&
      (typeof key === "string" || typeof key === "number") &&
      typeof Object.getOwnPropertyDescriptor(holder, key)?.value === "function"
    ) {
      // Scopes are plain data; a function in one is never called on a template's behalf.
      return undefined;
    }
    return super.readProperty(...args);
  }
}

/** Throws `forbidden_key` for names that could reach an object's prototype. */
export function refuseForbiddenKey(key: string): void {
  if (!isForbiddenKey(key)) return;
  throw new UserError("forbidden_key", `"${key}" cannot be used as a name in a template.`);
}
