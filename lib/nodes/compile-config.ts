import type { z } from "zod";
import type { ErrorCode } from "#lib/errors/codes.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { isShown } from "#lib/flow/is-shown.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { compileAddressTemplate } from "#lib/template/compile-address-template.ts";
import { compileJsonTemplate } from "#lib/template/compile-json-template.ts";
import { compileTemplate } from "#lib/template/compile-template.ts";
import { compileXmlTemplate } from "#lib/template/compile-xml-template.ts";
import type { NodeDefinition } from "./contract.ts";
import type { Field, Fields } from "./fields.ts";

export type CompiledConfig = {
  /** No setting depends on the run: `resolve` returns the same frozen object every time. */
  isConstant: boolean;
  /**
   * Fills in the templates and parses the settings. Throws `invalid_config`, or what a template
   * throws; both name the field. `onFailure` then hears the settings as far as they were filled in,
   * the others as they are written.
   */
  resolve(scope: object, onFailure?: (soFar: JsonObject) => void): JsonObject;
};

/** Fills in one value; undefined where nothing depends on the scope. */
type Fill = ((scope: object) => Json) | undefined;

/**
 * Prepares a node's raw settings: templates are parsed once, what is constant is computed once.
 * Never throws: settings that cannot be read throw when they are resolved, in the step's own name.
 */
export function compileConfig(
  definition: Pick<NodeDefinition, "config" | "fields" | "defaults">,
  raw: JsonObject,
): CompiledConfig {
  const { fields, defaults } = definition;
  const parts = fillParts(fields, raw, defaults, "");
  const parse = (value: Json) => parseConfig(definition, value);
  if (parts.length > 0) {
    return {
      isConstant: false,
      resolve: (scope, onFailure) => {
        const filled: JsonObject = { ...raw };
        try {
          for (const [key, fill] of parts) filled[key] = fill(scope);
          return parse(filled);
        } catch (error) {
          onFailure?.(filled);
          throw error;
        }
      },
    };
  }
  let parsed: JsonObject | undefined;
  return {
    isConstant: true,
    resolve: (_, onFailure) => {
      if (parsed !== undefined) return parsed;
      try {
        parsed = freezeDeep(parse(raw));
        return parsed;
      } catch (error) {
        onFailure?.(raw);
        throw error;
      }
    },
  };
}

function fillObject(
  fields: Fields,
  raw: JsonObject,
  defaults: { [key: string]: unknown },
  place: string,
): Fill {
  const parts = fillParts(fields, raw, defaults, place);
  if (parts.length === 0) return undefined;
  return (scope) => {
    const filled: JsonObject = { ...raw };
    for (const [key, fill] of parts) filled[key] = fill(scope);
    return filled;
  };
}

/** The settings that depend on the scope, with what fills them in. */
function fillParts(
  fields: Fields,
  raw: JsonObject,
  defaults: { [key: string]: unknown },
  place: string,
): [string, NonNullable<Fill>][] {
  const parts: [string, NonNullable<Fill>][] = [];
  for (const [key, field] of Object.entries(fields)) {
    const value = raw[key];
    // What is hidden takes no part: its leftovers must not fail the step.
    if (value === undefined || !isShown(field.showWhen, fields, raw, defaults)) continue;
    const fill = fillField(field, value, place + field.label);
    if (fill !== undefined) parts.push([key, fill]);
  }
  return parts;
}

function fillField(field: Field, value: Json, label: string): Fill {
  switch (field.kind) {
    case "text":
      if (!field.templated) return undefined;
      if (field.inserts === "xml") return fillXml(value, label);
      return field.format?.endsWith("url") ? fillAddress(value, label) : fillText(value, label);
    case "number":
      if (!field.templated || typeof value !== "string") return undefined;
      return fillTemplate(() => {
        const { isConstant, evaluate } = compileTemplate(value);
        return isConstant ? undefined : evaluate;
      }, label);
    case "json":
      if (!field.templated || typeof value !== "string") return undefined;
      return fillTemplate(() => {
        const { isConstant, render } = compileJsonTemplate(value);
        return isConstant ? undefined : render;
      }, label);
    case "list":
      if (!Array.isArray(value)) return undefined;
      return fillList(
        value.map((item, index) =>
          isObject(item) && item.enabled !== false
            ? fillObject(
                field.item,
                item,
                field.newItem,
                `${label}, ${field.itemLabel} ${index + 1}: `,
              )
            : undefined,
        ),
        value,
      );
    case "rules":
      return fillRules(value, label);
    case "api-call":
      return fillCall(value, label);
    default:
      return undefined;
  }
}

/** `{ match, rules: [{ left, operator, right }] }`: both sides of a rule are always templates. */
function fillRules(value: Json, label: string): Fill {
  if (!isObject(value) || !Array.isArray(value.rules)) return undefined;
  const { rules } = value;
  const fill = fillList(
    rules.map((rule, index): Fill => {
      if (!isObject(rule)) return undefined;
      const place = `${label}, rule ${index + 1}`;
      const left = fillText(rule.left, place);
      const right = fillText(rule.right, place);
      if (left === undefined && right === undefined) return undefined;
      return (scope) => ({
        ...rule,
        ...(left === undefined ? {} : { left: left(scope) }),
        ...(right === undefined ? {} : { right: right(scope) }),
      });
    }),
    rules,
  );
  return fill === undefined ? undefined : (scope) => ({ ...value, rules: fill(scope) });
}

/** What is filled in for an operation; the copy of its description stays as it is. */
function fillCall(value: Json, label: string): Fill {
  if (!isObject(value)) return undefined;
  const values = fillDeep(value.values ?? null, label);
  const { rawBody } = value;
  const raw =
    typeof rawBody === "string"
      ? fillTemplate(() => {
          const { isConstant, render } = compileJsonTemplate(rawBody);
          return isConstant ? undefined : render;
        }, "Body")
      : undefined;
  if (values === undefined && raw === undefined) return undefined;
  return (scope) => ({
    ...value,
    ...(values === undefined ? {} : { values: values(scope) }),
    ...(raw === undefined ? {} : { rawBody: raw(scope) }),
  });
}

/** Texts however deep; one that is a single `{{ }}` keeps its value's type. */
function fillDeep(value: Json, label: string): Fill {
  if (typeof value === "string") {
    return fillTemplate(() => {
      const { isConstant, evaluate } = compileTemplate(value);
      return isConstant ? undefined : evaluate;
    }, label);
  }
  if (Array.isArray(value))
    return fillList(
      value.map((one) => fillDeep(one, label)),
      value,
    );
  if (!isObject(value)) return undefined;
  const parts = Object.entries(value).flatMap(([key, one]): [string, NonNullable<Fill>][] => {
    const fill = fillDeep(one, typeof one === "string" ? key : label);
    return fill === undefined ? [] : [[key, fill]];
  });
  if (parts.length === 0) return undefined;
  return (scope) => ({
    ...value,
    ...Object.fromEntries(parts.map(([key, fill]) => [key, fill(scope)])),
  });
}

function fillList(fills: readonly Fill[], values: readonly Json[]): Fill {
  if (fills.every((fill) => fill === undefined)) return undefined;
  return (scope) => values.map((value, index) => fills[index]?.(scope) ?? value);
}

function fillText(value: Json | undefined, label: string): Fill {
  if (typeof value !== "string") return undefined;
  return fillTemplate(() => {
    const { isConstant, render } = compileTemplate(value);
    return isConstant ? undefined : render;
  }, label);
}

/** As `fillText`, but a value cannot lead the address elsewhere. */
function fillAddress(value: Json, label: string): Fill {
  if (typeof value !== "string") return undefined;
  return fillTemplate(() => {
    const { isConstant, render } = compileAddressTemplate(value);
    return isConstant ? undefined : render;
  }, label);
}

/** As `fillText`, but a value stays text within the XML. */
function fillXml(value: Json, label: string): Fill {
  if (typeof value !== "string") return undefined;
  return fillTemplate(() => {
    const { isConstant, render } = compileXmlTemplate(value);
    return isConstant ? undefined : render;
  }, label);
}

/** Names the field in whatever goes wrong, while compiling (told later) or filling in. */
function fillTemplate(compile: () => Fill, label: string): Fill {
  let fill: Fill;
  try {
    fill = compile();
  } catch (error) {
    return () => {
      throw inField(error, label);
    };
  }
  if (fill === undefined) return undefined;
  const run = fill;
  return (scope) => {
    try {
      return run(scope);
    } catch (error) {
      throw inField(error, label);
    }
  };
}

function inField(error: unknown, label: string): unknown {
  if (!isPatchbayError(error)) return error;
  return new UserError(
    error.code as ErrorCode /* it was made from one */,
    `${label}: ${error.message}`,
    {
      cause: error,
      details: { ...error.details, field: label },
      ...(error.next === undefined ? {} : { next: error.next }),
    },
  );
}

function parseConfig(
  definition: Pick<NodeDefinition, "config" | "fields">,
  value: Json,
): JsonObject {
  const result = definition.config.safeParse(value);
  if (result.success) return result.data as JsonObject; // settings are JSON in, JSON out
  throw invalidConfig(definition.fields, result.error.issues);
}

function invalidConfig(fields: Fields, issues: readonly z.core.$ZodIssue[]): UserError {
  const told = issues.slice(0, 3).map((issue) => {
    const label = labelOf(fields, issue.path);
    return { field: label, problem: issue.message };
  });
  const first = told[0] ?? { field: "settings", problem: "not valid" };
  return new UserError("invalid_config", `"${first.field}" is not right: ${first.problem}.`, {
    next: "Open the step's settings and correct it.",
    details: { problems: told },
  });
}

/** "Headers, header 2: Name" for `["headers", 1, "name"]`. */
function labelOf(fields: Fields, path: readonly PropertyKey[]): string {
  const [key, index, ...rest] = path;
  const field = typeof key === "string" ? fields[key] : undefined;
  if (field === undefined) return key === undefined ? "Settings" : String(key);
  if (typeof index !== "number") return field.label;
  if (field.kind !== "list") return `${field.label}, ${index + 1}`;
  const item = `${field.label}, ${field.itemLabel} ${index + 1}`;
  return rest.length === 0 ? item : `${item}: ${labelOf(field.item, rest)}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function freezeDeep<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freezeDeep(part);
  }
  return value;
}
