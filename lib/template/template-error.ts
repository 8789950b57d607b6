import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { closestName } from "./closest-name.ts";
import { allowedFilters } from "./liquid.ts";

/** What LiquidJS throws: its own errors carry the token they happened at. */
type Thrown = {
  message?: unknown;
  name?: unknown;
  token?: { getPosition?: () => number[] };
  originalError?: Thrown & { variableName?: unknown };
  variableName?: unknown;
};

/** Turns a LiquidJS error into one for the person who wrote the template. */
export function explainTemplateError(error: unknown, scope?: object): PatchbayError {
  if (isPatchbayError(error)) return error;
  const thrown = (error ?? {}) as Thrown; // only read, field by field, with checks
  const original = thrown.originalError;
  if (isPatchbayError(original)) return original;
  const variable = original?.variableName ?? thrown.variableName;
  if (typeof variable === "string" && scope !== undefined) {
    return unknownVariable(scope, variable.split("."));
  }
  const message = text(original?.message) || text(thrown.message) || "unknown reason";
  const where = positionOf(thrown);
  if (message.includes("limit exceeded")) {
    return new UserError("template_limit", `This template asks for too much work (${message}).`, {
      next: "Use less text, or move the work to a node made for it.",
    });
  }
  const filter = /undefined filter: (.*)/.exec(message)?.[1];
  if (filter !== undefined) return unknownFilter(filter, where);
  const tag = /^tag "?(.*?)"? not found/.exec(message)?.[1];
  if (tag !== undefined) {
    return syntaxError(`Tags such as {% ${tag} %} are not available in templates`, where);
  }
  if (thrown.name === "RenderError" || thrown.name === "UndefinedVariableError") {
    return new UserError("template_failed", `The template failed: ${message}${where}.`);
  }
  return syntaxError(`The template cannot be read: ${withoutPosition(message)}`, where);
}

/** The error for a name that does not exist; `path` ends with the part that was not found. */
export function unknownVariable(scope: object, path: readonly (string | number)[]): UserError {
  let holder: unknown = scope;
  for (const part of path.slice(0, -1)) {
    holder =
      typeof holder === "object" && holder !== null && Object.hasOwn(holder, part)
        ? (holder as Record<string | number, unknown>)[part] // an own property, just checked
        : undefined;
  }
  const missing = String(path.at(-1) ?? "");
  const written = path.join(".");
  const names = typeof holder === "object" && holder !== null ? Object.keys(holder) : [];
  const close = closestName(missing, names) ?? nameElsewhere(scope, path);
  const shown = names.filter((name) => /^\w+$/.test(name)).slice(0, 8);
  const next =
    close !== undefined
      ? `Did you mean "${path.length > 1 && !close.includes(".") ? [...path.slice(0, -1), close].join(".") : close}"?`
      : shown.length > 0
        ? `There is: ${shown.join(", ")}. Add "| default: ''" when it may be missing.`
        : `Add "| default: ''" when it may be missing.`;
  return new UserError("template_unknown_variable", `There is no "${written}" here.`, {
    next,
    details: { path: written },
  });
}

/** `{{ city }}` where a variable of that name exists. */
function nameElsewhere(scope: object, path: readonly (string | number)[]): string | undefined {
  if (path.length !== 1) return undefined;
  const name = String(path[0]);
  for (const [part, value] of Object.entries(scope)) {
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, name)) return `${part}.${name}`;
  }
  return undefined;
}

export function unknownFilter(name: string, where: string): UserError {
  const close = closestName(name, [...allowedFilters]);
  return new UserError("template_unknown_filter", `There is no filter "${name}"${where}.`, {
    next:
      close === undefined
        ? `Filters: ${[...allowedFilters].sort().join(", ")}.`
        : `Did you mean "${close}"?`,
  });
}

function syntaxError(message: string, where: string): UserError {
  return new UserError("template_syntax", `${message}${where}.`, {
    next: "Write {{ name }} to insert a value, and {{ name | filter }} to change it.",
  });
}

function positionOf(thrown: Thrown): string {
  const position = thrown.token?.getPosition?.();
  if (position === undefined) return "";
  return ` (line ${position[0]}, column ${position[1]})`;
}

function withoutPosition(message: string): string {
  return message.replace(/, (file:.*, )?line:\d+, col:\d+$/, "");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
