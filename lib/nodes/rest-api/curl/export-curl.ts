import type { Json, JsonObject } from "#lib/flow/json.ts";
import { encodeText } from "./read-command.ts";
import { isSecretHeader, isSecretParameter } from "./secret-names.ts";

/** The connection of a step, as far as the editor knows it. */
export type SigningIn = { kind: string; settings: JsonObject };

type Row = { name: string; value: string };

const bodiless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A step's request as a command for curl, for bash. What is secret is not in it: a word in capitals
 * stands where it belongs.
 */
export function exportCurl(config: JsonObject, connection?: SigningIn): string {
  const method = text(config.method) || "GET";
  const body = bodiless.has(method) ? [] : bodyArguments(config);
  const headers = rows(config.headers);
  const signIn = connection === undefined ? [] : signInArguments(connection);
  const address = fullAddress(config, connection);
  const isImplied = method === (body.length > 0 ? "POST" : "GET");
  const asks = method === "HEAD" ? ["--head"] : isImplied ? [] : ["-X", method];
  const words: string[][] = [[...asks, quote(address)]];
  words.push([config.followRedirects === false ? "--no-location" : "-L"]);
  if (/[{}[\]]/.test(address)) words.push(["--globoff"]);
  for (const { name, value } of headers) words.push(["-H", quote(headerText(name, value))]);
  words.push(...signIn);
  const has = (name: string) => headers.some((row) => row.name.toLowerCase() === name);
  if (!bodiless.has(method) && !has("content-type")) words.push(...typeArguments(config));
  words.push(...body);
  if (typeof config.timeoutSeconds === "number" && config.timeoutSeconds !== 30)
    words.push(["-m", String(config.timeoutSeconds)]);
  const proxy = text(config.proxy).trim();
  if (proxy !== "") words.push(["-x", quote(withoutPassword(proxy))]);
  if (config.responseAs === "file" && method !== "HEAD") words.push(["-o", "answer"]);
  return `curl ${words.map((each) => each.join(" ")).join(" \\\n  ")}`;
}

function fullAddress(config: JsonObject, connection: SigningIn | undefined): string {
  const query = rows(config.query).map(({ name, value }) => {
    const shown = isSecretParameter(name) && isPlain(value) ? placeholder(name) : value;
    return `${encodeText(name)}=${encodeText(shown)}`;
  });
  if (connection?.kind === "api-key-query")
    query.push(`${encodeText(text(connection.settings.paramName))}=YOUR_API_KEY`);
  const url = text(config.url).trim();
  if (query.length === 0) return url;
  return `${url}${/\?(?![^{]*\}\})/.test(url) ? "&" : "?"}${query.join("&")}`;
}

/** curl sends a header without a value for “Name;” only. */
function headerText(name: string, value: string): string {
  if (value === "") return `${name};`;
  const shown = isSecretHeader(name) && isPlain(value) ? hidden(value, name) : value;
  return `${name}: ${shown}`;
}

function hidden(value: string, name: string): string {
  const scheme = /^(bearer|basic|token|apikey)\s/i.exec(value)?.[1];
  return scheme === undefined ? placeholder(name) : `${scheme} ${placeholder("token")}`;
}

/** Values of the flow say nothing by themselves. */
function isPlain(value: string): boolean {
  return (
    value
      .replace(/\{\{[\s\S]*?\}\}/g, "")
      .replace(/^\w+\s+/, "")
      .trim() !== ""
  );
}

function placeholder(name: string): string {
  return `YOUR_${name.toUpperCase().replace(/[^A-Z\d]+/g, "_")}`;
}

function signInArguments({ kind, settings }: SigningIn): string[][] {
  const user = quote(`${text(settings.username)}:YOUR_PASSWORD`);
  if (kind === "basic" || kind === "caldav") return [["-u", user]];
  if (kind === "digest") return [["--digest", "-u", user]];
  if (kind === "api-key-query") return [];
  if (kind === "api-key-header")
    return [["-H", quote(`${text(settings.headerName)}: YOUR_API_KEY`)]];
  if (kind === "custom-headers") {
    const names = Array.isArray(settings.headers) ? settings.headers : [];
    return names.map((name) => ["-H", quote(`${text(name)}: ${placeholder(text(name))}`)]);
  }
  if (kind === "client-certificate") return [["--cert", "YOUR_CERTIFICATE.pem"]];
  if (kind === "signing-secret") return [];
  return [["-H", quote("Authorization: Bearer YOUR_TOKEN")]];
}

/** What a step says of its body, where curl would say something else. */
function typeArguments({ bodyType, bodyJson }: JsonObject): string[][] {
  if (bodyType === "json" && text(bodyJson).trim() !== "")
    return [["-H", "'Content-Type: application/json'"]];
  if (bodyType === "xml") return [["-H", "'Content-Type: application/xml; charset=utf-8'"]];
  if (bodyType === "text") return [["-H", "'Content-Type: text/plain; charset=utf-8'"]];
  // The file says it.
  return bodyType === "file" ? [["-H", "'Content-Type:'"]] : [];
}

function bodyArguments(config: JsonObject): string[][] {
  switch (config.bodyType) {
    case "json":
      return text(config.bodyJson).trim() === "" ? [] : raw(config.bodyJson);
    case "xml":
      return raw(config.bodyXml);
    case "text":
      return raw(config.bodyText);
    case "file":
      return [["--data-binary", quote(`@${text(config.bodyFile)}`)]];
    case "form": {
      const form = rows(config.bodyForm);
      if (form.length === 0) return [["-d", "''"]];
      return form.map(({ name, value }) => [
        "--data-urlencode",
        quote(`${encodeText(name)}=${value}`),
      ]);
    }
    case "multipart":
      return rows(config.bodyParts).map(partArguments);
    default:
      return [];
  }
}

function raw(body: Json | undefined): string[][] {
  return [["--data-raw", quote(text(body))]];
}

function partArguments(part: Row & { kind?: Json; type?: Json }): string[] {
  const { name, value, kind } = part;
  const type = text(part.type);
  if (kind === "file") return ["-F", quote(`${name}=@${value}`)];
  if (type === "") return ["--form-string", quote(`${name}=${value}`)];
  return ["-F", quote(`${name}="${value.replace(/["\\]/g, "\\$&")}";type=${type}`)];
}

function withoutPassword(proxy: string): string {
  return proxy.replace(/^([a-z]+:\/\/[^:@/{}]*:)[^@{}]*@/i, "$1YOUR_PASSWORD@");
}

/** In quotes of bash, unless it needs none. */
function quote(word: string): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function rows(value: Json | undefined): (Row & { kind?: Json; type?: Json })[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((row) => {
    if (row === null || typeof row !== "object" || Array.isArray(row)) return [];
    const name = text(row.name);
    if (row.enabled === false || name === "") return [];
    return [{ name, value: text(row.value), ...pick(row) }];
  });
}

function pick({ kind, type }: JsonObject): { kind?: Json; type?: Json } {
  return { ...(kind !== undefined && { kind }), ...(type !== undefined && { type }) };
}

function text(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
}
