import type { CredentialField } from "./kinds/kind.ts";

const longest = 20_000;

/** Headers that belong to the connection itself (RFC 9110, RFC 9112): no credential goes there. */
const reservedHeaders = new Set([
  "connection",
  "content-length",
  "cookie",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Why a value does not fit its field, in one plain sentence; undefined when it does. */
export function explainMisfit(field: CredentialField, value: string): string | undefined {
  if (value === "") return field.required ? `Fill in “${field.label}”.` : undefined;
  if (value.length > longest) return `“${field.label}” is too long.`;
  if (field.input === "toggle") {
    return value === "true" ? undefined : `“${field.label}” is on or off.`;
  }
  if (field.input === "select") {
    return field.options?.some((option) => option.value === value)
      ? undefined
      : `“${field.label}” is none of the choices.`;
  }
  switch (field.format) {
    case "lines":
    case "headers":
    case "hooks":
      return undefined;
    case "host":
      return /^([\w-]+\.)*[\w-]+$|^\[?[\da-f:.]+\]?$/i.test(value)
        ? undefined
        : `“${field.label}” is a name like mail.example.com, without https:// and without a port.`;
    case "port":
      return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
        ? undefined
        : `“${field.label}” is a number from 1 to 65535.`;
    case "email":
      return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(value) && !hasControlCharacter(value)
        ? undefined
        : `“${field.label}” is one e-mail address, such as hello@example.com.`;
    case "text":
      return hasControlCharacter(value) ? `“${field.label}” must be a single line.` : undefined;
    case "token":
      return /^[\x21-\x7e]+$/.test(value)
        ? undefined
        : `“${field.label}” must be letters, digits and signs without spaces: check that you copied exactly the value.`;
    case "header-name":
      return explainHeaderName(value);
    case "url":
      return explainUrl(field, value);
    case "hosts":
      return explainHosts(value);
    case "scopes":
      return explainScopes(field, value);
  }
}

function hasControlCharacter(value: string): boolean {
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** Why a row of this field will not do; undefined when it will. */
export function explainRow(
  { format }: CredentialField,
  name: string,
  value: string,
): string | undefined {
  return format === "hooks" ? explainHookRow(name, value) : explainHeaderRow(name, value);
}

function explainHookRow(name: string, value: string): string | undefined {
  if (name === "" || name.length > 60 || hasControlCharacter(name)) {
    return "Give each address a name of at most 60 characters.";
  }
  if (value === "") return `Fill in the address of “${name}”.`;
  return explainUrl({ label: name }, value);
}

/** Why a header cannot be sent as a secret one; undefined when it can. */
function explainHeaderRow(name: string, value: string): string | undefined {
  const misfit = explainHeaderName(name);
  if (misfit !== undefined) return misfit;
  if (value === "") return `Fill in the value of “${name}”.`;
  // RFC 9110, section 5.5.
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
    ? undefined
    : `The value of “${name}” holds a character that headers cannot carry.`;
}

function explainHeaderName(value: string): string | undefined {
  // A token of RFC 9110, section 5.6.2.
  if (!/^[!#$%&'*+.^_`|~\dA-Za-z-]{1,100}$/.test(value)) {
    return `“${value.slice(0, 40)}” is not a header name: use letters, digits and hyphens.`;
  }
  return reservedHeaders.has(value.toLowerCase())
    ? `The header “${value}” cannot carry a key.`
    : undefined;
}

function explainUrl(field: Pick<CredentialField, "label">, value: string): string | undefined {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return `“${field.label}” must be a whole address that starts with https://.`;
  }
  return url.username !== "" || url.password !== ""
    ? `“${field.label}” must not hold a user name or password.`
    : undefined;
}

function explainHosts(value: string): string | undefined {
  const wrong = value
    .split(",")
    .map((entry) => entry.trim())
    .find(
      (entry) =>
        entry !== "" &&
        !/^(\*\.)?([\w-]+\.)*[\w-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i.test(entry),
    );
  return wrong === undefined
    ? undefined
    : `“${wrong.slice(0, 60)}” is not a host: write it like api.example.com, without https:// and without a path.`;
}

/** Tokens of RFC 6749, section 3.3, with spaces between. */
function explainScopes(field: CredentialField, value: string): string | undefined {
  if (value.length > 4_000) return `“${field.label}” is too long.`;
  const wrong = value.split(/\s+/).find((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
  return wrong === undefined
    ? undefined
    : `“${wrong.slice(0, 60)}” is not a scope: write them as the provider names them, with spaces between.`;
}
