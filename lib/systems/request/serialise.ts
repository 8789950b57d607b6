import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { Parameter } from "../contract.ts";

type Style = Pick<Parameter, "name" | "style" | "explode" | "allowReserved" | "contentType">;

/** A parameter as part of a query, without the sign before it (OpenAPI 3.1, 4.8.12, "Style Values"). */
export function queryPart(parameter: Style, value: Json): string {
  const { name, style, explode, contentType } = parameter;
  const encode = encoderOf(parameter);
  const key = encodeURIComponent(name);
  if (contentType !== undefined) return `${key}=${encode(JSON.stringify(value))}`;
  if (style === "deepObject") return deep(key, value, encode).join("&");
  if (Array.isArray(value)) {
    if (explode) return value.map((one) => `${key}=${encode(plain(one))}`).join("&");
    const between = style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "%7C" : ",";
    return `${key}=${value.map((one) => encode(plain(one))).join(between)}`;
  }
  if (isObject(value)) {
    const pairs = Object.entries(value).map(([inner, one]) => [encode(inner), encode(plain(one))]);
    if (explode) return pairs.map((pair) => pair.join("=")).join("&");
    const between = style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "%7C" : ",";
    return `${key}=${pairs.flat().join(between)}`;
  }
  return `${key}=${encode(plain(value))}`;
}

/**
 * A parameter as part of a path.
 *
 * @throws UserError `invalid_value` for what would lead to another path
 */
export function pathPart(parameter: Style, value: Json): string {
  const { name, style, explode, contentType } = parameter;
  const encode = encoderOf(parameter);
  if (contentType !== undefined) return encode(JSON.stringify(value));
  const pairs = isObject(value)
    ? Object.entries(value).map(([inner, one]) => [encode(inner), encode(plain(one))])
    : undefined;
  const items = (Array.isArray(value) ? value : [value]).map((one) => encode(plain(one)));
  const joined = (between: string) =>
    pairs === undefined
      ? items.join(between)
      : explode
        ? pairs.map((pair) => pair.join("=")).join(between)
        : pairs.flat().join(",");
  if (style === "label") return `.${joined(explode ? "." : ",")}`;
  if (style === "matrix") {
    if (pairs !== undefined && explode) return `;${joined(";")}`;
    const key = encodeURIComponent(name);
    if (Array.isArray(value) && explode) return items.map((one) => `;${key}=${one}`).join("");
    return `;${key}=${joined(",")}`;
  }
  const text = joined(",");
  if (text !== "" && text !== "." && text !== "..") return text;
  throw new UserError(
    "invalid_value",
    `“${name}” is part of the address and cannot be “${text}”.`,
    {
      next: "Fill it in, or check what is inserted there.",
    },
  );
}

/** A parameter as a header's value, which is not encoded. */
export function headerValue({ explode, contentType }: Style, value: Json): string {
  if (contentType !== undefined) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(plain).join(",");
  if (!isObject(value)) return plain(value);
  const pairs = Object.entries(value).map(([name, one]) => [name, plain(one)]);
  return explode ? pairs.map((pair) => pair.join("=")).join(",") : pairs.flat().join(",");
}

/** `a[b][0]=1`: what OpenAPI leaves open below the first level, as Stripe and Rails write it. */
function deep(key: string, value: Json, encode: (text: string) => string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => deep(`${key}[${index}]`, one, encode));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, one]) =>
      deep(`${key}[${encodeURIComponent(name)}]`, one, encode),
    );
  }
  return [`${key}=${encode(plain(value))}`];
}

function plain(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value).toWellFormed();
}

function encoderOf({ allowReserved }: Style): (text: string) => string {
  if (allowReserved !== true) return encodeURIComponent;
  // What is reserved stays (RFC 3986, 2.2), but for what would end the value or the query.
  return (text) =>
    encodeURIComponent(text).replaceAll(/%(3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B)/g, (sign) =>
      decodeURIComponent(sign),
    );
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
