import type { Command } from "./read-command.ts";
import { isPlaceholder, isSecretHeader, isSecretParameter } from "./secret-names.ts";
import type { Row } from "./split-pairs.ts";

type Header = { name: string; value: string };

/** What a command signs in with, apart from everything that goes into the flow. */
export type FoundCredential = {
  /** A connection's kind, with its form's values. */
  kind: string;
  values: { [key: string]: string };
  /** In a few words, without the secret: "the header X-Api-Key". */
  what: string;
  /** False when the command only shows where a key belongs. */
  isFilled: boolean;
  /** The same as rows of the step, for those who want it there; undefined when it cannot be. */
  inStep: Rows | undefined;
};

/** Secrets that no connection would hold, for those who want them in the step. */
export type LeftOut = { what: string; rows: Rows };
type Rows = { headers: Row[]; query: Row[] };

type Sorted = {
  headers: Header[];
  query: Row[];
  credential: FoundCredential | undefined;
  leftOut: LeftOut | undefined;
};

/** Tells a command's credential from its plain headers and parameters; none of it stays among them. */
export function importCredential(
  command: Pick<Command, "user" | "digest" | "bearer">,
  given: { headers: readonly Header[]; query: readonly Row[]; userInfo: string | undefined },
): Sorted {
  const secret = given.headers.filter(({ name, value }) => isSecretHeader(name) && !isOurs(value));
  const cookies = secret.filter(({ name }) => name.toLowerCase() === "cookie");
  const headers = given.headers.filter((header) => !secret.includes(header));
  const keys = given.query.filter(
    ({ name, value }) => isSecretParameter(name) && !isOurs(value) && value !== "",
  );
  const query = given.query.filter((row) => !keys.includes(row));
  const user = command.user ?? given.userInfo;
  const others = secret.filter((header) => !cookies.includes(header));
  const signsInItself = others.some(({ name }) => name.toLowerCase() === "authorization");
  if (command.digest && user !== undefined) {
    const credential = withUser("digest", user);
    return { headers, query, credential, leftOut: leave([...cookies, ...others], keys) };
  }
  if (command.bearer !== undefined)
    others.push({ name: "Authorization", value: `Bearer ${command.bearer}` });
  else if (user !== undefined && !signsInItself)
    others.push({ name: "Authorization", value: basicValue(user) });
  if (others.length > 0) {
    const credential = fromHeaders(others, signsInItself ? undefined : user);
    return { headers, query, credential, leftOut: leave(cookies, keys) };
  }
  const [key, ...more] = keys;
  const credential = key && fromParameter(key);
  return { headers, query, credential, leftOut: leave(cookies, more) };
}

/** A value of the flow, such as a secret variable. */
function isOurs(value: string): boolean {
  return /^(\w+ )?\{\{[\s\S]*\}\}$/.test(value.trim());
}

/** One connection holds one credential, and never cookies. */
function leave(headers: readonly Header[], query: readonly Row[]): LeftOut | undefined {
  if (headers.length + query.length === 0) return undefined;
  const what = [
    ...headers.map(({ name }) => `the header ${name}`),
    ...query.map(({ name }) => `the parameter ${name}`),
  ];
  return { what: what.join(" and "), rows: { headers: asRows(headers), query: [...query] } };
}

function asRows(headers: readonly Header[]): Row[] {
  return headers.map(({ name, value }) => ({ name, value, enabled: true }));
}

function fromHeaders(all: readonly Header[], user: string | undefined): FoundCredential {
  const inStep = { headers: asRows(all), query: [] };
  const [only] = all;
  if (all.length === 1 && only !== undefined) {
    const [, scheme = "", value = ""] = /^(\w+)\s+(\S+)\s*$/.exec(only.value) ?? [];
    if (only.name.toLowerCase() === "authorization" && scheme.toLowerCase() === "bearer") {
      const isFilled = !isPlaceholder(value);
      return { kind: "bearer", values: { token: value }, what: "a bearer token", isFilled, inStep };
    }
    if (only.name.toLowerCase() === "authorization" && scheme.toLowerCase() === "basic") {
      const pair = user ?? fromBase64(value);
      // Without a password the name itself is the key, which must not be shown as names are.
      if (pair !== undefined && !/^[^:]*:?$/.test(pair))
        return { ...withUser("basic", pair), inStep };
    }
    if (/^[\x21-\x7e]+$/.test(only.value)) {
      const values = { headerName: only.name, value: only.value };
      const what = `the header ${only.name}`;
      const isFilled = !isPlaceholder(only.value);
      return { kind: "api-key-header", values, what, isFilled, inStep };
    }
  }
  const what = `the ${all.length === 1 ? "header" : "headers"} ${all.map(({ name }) => name).join(", ")}`;
  const headers = JSON.stringify(all.map(({ name, value }) => ({ name, value })));
  const isFilled = all.every(({ value }) => !isPlaceholder(value.replace(/^\w+ /, "")));
  return { kind: "custom-headers", values: { headers }, what, isFilled, inStep };
}

function fromParameter(row: Row): FoundCredential {
  return {
    kind: "api-key-query",
    values: { paramName: row.name, value: row.value },
    what: `the parameter ${row.name}`,
    isFilled: !isPlaceholder(row.value),
    inStep: { headers: [], query: [row] },
  };
}

function withUser(kind: "basic" | "digest", pair: string): FoundCredential {
  const at = pair.indexOf(":");
  const username = at === -1 ? pair : pair.slice(0, at);
  const password = at === -1 ? "" : pair.slice(at + 1);
  return {
    kind,
    values: { username, password },
    what: "a user name with a password",
    isFilled: !isPlaceholder(username) && (password === "" || !isPlaceholder(password)),
    inStep: undefined,
  };
}

function basicValue(user: string): string {
  const pair = user.includes(":") ? user : `${user}:`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}

function fromBase64(value: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(value), (sign) => sign.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
