import { type Argument, readArguments } from "./options.ts";
import { splitCommand } from "./split-command.ts";

/** A piece of a body: text, or what a file holds. */
export type Piece = { text: string } | { file: string };
export type Part = { name: string; value: string; file: boolean; type: string };

/** A command as curl understands it, before it becomes settings of a step. */
export type Command = {
  method: string;
  url: string;
  /** In order; null: one that curl adds by itself and that is taken away. */
  headers: { name: string; value: string | null }[];
  /** Undefined without `-d` and the like; several are one, joined. */
  body: Piece | undefined;
  isJson: boolean;
  parts: Part[] | undefined;
  user: string | undefined;
  digest: boolean;
  bearer: string | undefined;
  proxy: string;
  timeoutSeconds: number | undefined;
  follow: boolean | undefined;
  toFile: boolean;
  notes: string[];
};

/** Reads a command for curl. Undefined when there is no address in it. */
export function readCommand(text: string): Command | undefined {
  const { words, stdin, variables, rest } = splitCommand(text);
  const all = readArguments(words);
  const cut = all.findIndex(({ option }) => option === "next");
  const given = cut === -1 ? all : all.slice(0, cut);
  const notes = notesOn(given);
  if (cut !== -1) notes.push("Only the first of several requests (--next) was taken over.");
  if (rest !== "" && !/^[;&]*$/.test(rest) && !/^(\d?>|\|)/.test(rest))
    notes.push("What stands behind the command was left out.");
  const names = variables.map((name) => `$${name}`).join(", ");
  if (names !== "")
    notes.push(`${names} is known to your shell alone: put the value in its place.`);

  const last = (...options: string[]) =>
    given.findLast(({ option }) => options.includes(option))?.value;
  const has = (option: string) => given.some((each) => each.option === option);
  const addresses = given.filter(({ option }) => option === "url");
  const address = addresses[0]?.value;
  if (address === undefined || address.trim() === "") return undefined;
  if (addresses.length > 1) notes.push("Only the first of several addresses was taken over.");

  const body = bodyOf(given, stdin);
  const parts = partsOf(given);
  const upload = last("upload-file");
  const asQuery = has("get");
  const isFile = body !== undefined && "file" in body;
  if (asQuery && isFile) notes.push("What a file holds cannot be put into the address.");
  const query = given.flatMap(({ option, value }) =>
    option === "url-query" ? [encoded(value)] : [],
  );
  if (asQuery && body && !isFile) query.unshift(body.text);
  const sent =
    upload === undefined ? body : upload === "-" ? { text: stdin ?? "" } : { file: upload };
  const hasBody = !asQuery && (sent !== undefined || parts !== undefined);
  const implied = upload !== undefined ? "PUT" : hasBody ? "POST" : "GET";
  const method = last("request") ?? (has("head") ? "HEAD" : implied);
  const timeout = Number(last("max-time"));
  const noFollow = has("no-location") ? false : undefined;
  const proxyUser = last("proxy-user");
  const proxy = last("proxy") ?? "";
  return {
    method: method.toUpperCase(),
    url: withQuery(withScheme(address.trim()), query),
    headers: headersOf(given, notes),
    body: asQuery ? undefined : sent,
    isJson: has("json"),
    parts: asQuery ? undefined : parts,
    user: last("user"),
    digest: has("digest") || has("anyauth"),
    bearer: last("oauth2-bearer"),
    proxy: proxy === "" || proxyUser === undefined ? proxy : withUser(withScheme(proxy), proxyUser),
    timeoutSeconds: timeout > 0 ? timeout : undefined,
    follow: has("location") || has("location-trusted") ? true : noFollow,
    toFile: has("remote-name") || !["/dev/null", "-", "NUL", undefined].includes(last("output")),
    notes,
  };
}

/** `-d` and its family, joined as curl does: with “&”, but for `--json`. */
function bodyOf(given: readonly Argument[], stdin: string | undefined): Piece | undefined {
  let joined: string | undefined;
  let file: string | undefined;
  for (const { option, value } of given) {
    if (!/^(data(-ascii|-raw|-binary|-urlencode)?|json)$/.test(option)) continue;
    let text = option === "data-urlencode" ? encoded(value) : value;
    if (option !== "data-raw" && option !== "data-urlencode" && value.startsWith("@")) {
      if (value !== "@-" || stdin === undefined) {
        file ??= value.slice(1);
        continue;
      }
      text = /^(data|data-ascii)$/.test(option) ? stdin.replace(/[\r\n\0]/g, "") : stdin;
    }
    const sign = joined === undefined || option === "json" ? "" : "&";
    joined = (joined ?? "") + sign + text;
  }
  // A file among texts stands for the whole: a step sends one or the other.
  if (file !== undefined) return { file };
  return joined === undefined ? undefined : { text: joined };
}

/** `content`, `=content`, `name=content` of `--data-urlencode`. */
function encoded(value: string): string {
  const at = value.indexOf("=");
  const name = at <= 0 ? "" : `${value.slice(0, at)}=`;
  return name + encodeText(value.slice(at + 1));
}

/** As in an address, but for `{{ values }}` of the flow. */
export function encodeText(text: string): string {
  return text
    .split(/(\{\{[\s\S]*?\}\})/)
    .map((piece, at) => (at % 2 === 1 ? piece : encodeURIComponent(piece.toWellFormed())))
    .join("");
}

function partsOf(given: readonly Argument[]): Part[] | undefined {
  const parts = given.flatMap(({ option, value }): Part[] => {
    const at = value.indexOf("=");
    const name = value.slice(0, Math.max(at, 0));
    const content = value.slice(at + 1);
    if (option === "form-string") return [{ name, value: content, file: false, type: "" }];
    if (option !== "form") return [];
    const file = /^[@<]/.test(content);
    const { text, type } = partText(file ? content.slice(1) : content);
    return [{ name, value: text, file, type }];
  });
  return parts.length === 0 ? undefined : parts;
}

/** `text;type=application/json;filename=a.json`, the text perhaps in quotes. */
function partText(content: string): { text: string; type: string } {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(content);
  // Without quotes, curl ends the text at the first semicolon, whatever comes then.
  const end = quoted?.[0].length ?? content.indexOf(";");
  const text =
    quoted?.[1]?.replace(/\\(["\\])/g, "$1") ?? (end === -1 ? content : content.slice(0, end));
  const settings = end === -1 ? "" : content.slice(end);
  const type = /;\s*type=("[^"]*"|[^;]*(?:;\s*(?!filename=|headers=|encoder=)[^;]*)*)/.exec(
    settings,
  )?.[1];
  return { text, type: (type ?? "").replace(/^"|"$/g, "").trim() };
}

function headersOf(given: readonly Argument[], notes: string[]): Command["headers"] {
  const headers: Command["headers"] = [];
  const cookies: string[] = [];
  for (const { option, value } of given) {
    if (option === "header") {
      const match = /^\s*([^:;\s][^:;]*?)\s*(?::\s*([\s\S]*?)\s*|;\s*)$/.exec(value);
      if (match === null) notes.push(`The header “${value.slice(0, 40)}” could not be read.`);
      // “Name;” is sent without a value, “Name:” takes away what curl adds.
      else headers.push({ name: match[1] ?? "", value: match[2] === "" ? null : (match[2] ?? "") });
    } else if (option === "user-agent") headers.push({ name: "User-Agent", value: value || null });
    else if (option === "referer")
      headers.push({ name: "Referer", value: value.replace(/;auto$/, "") || null });
    else if (option === "range") headers.push({ name: "Range", value: `bytes=${value}` });
    else if (option === "cookie" && value.includes("=")) cookies.push(value);
    else if (option === "cookie" && value !== "")
      notes.push("Cookies from a file (-b) were left out.");
  }
  if (cookies.length > 0) headers.push({ name: "Cookie", value: cookies.join("; ") });
  return headers;
}

function withScheme(address: string): string {
  return /^([a-z][a-z\d+.-]*:\/\/|\{\{)/i.test(address) ? address : `http://${address}`;
}

function withQuery(url: string, pieces: readonly string[]): string {
  if (pieces.length === 0) return url;
  const [, base = "", hash = ""] = /^([^#]*)(#.*)?$/s.exec(url) ?? [];
  const sign = !base.includes("?") ? "?" : /[?&]$/.test(base) ? "" : "&";
  return base + sign + pieces.join("&") + hash;
}

function withUser(proxy: string, user: string): string {
  const [name = "", ...password] = user.split(":");
  const written = `${encodeURIComponent(name)}:${encodeURIComponent(password.join(":"))}@`;
  return proxy.replace("://", `://${written}`);
}

const reasons: { [option: string]: string } = {
  insecure:
    "-k: Patchbay checks every server's certificate, since without that anybody on the way could read the request.",
  cert: "-E: a client certificate is kept as a connection of that kind.",
  key: "--key: a client certificate is kept as a connection of that kind.",
  retry:
    "--retry: tries are set in the tab Settings, where the step says what happens when it fails.",
  "connect-timeout": "--connect-timeout: Patchbay gives a connection 5 seconds.",
  "aws-sigv4": "--aws-sigv4: this kind of signature is not there.",
  ntlm: "--ntlm: this way to sign in is not there.",
  negotiate: "--negotiate: this way to sign in is not there.",
  netrc: "-n: passwords from a file are not read; choose a connection.",
  config: "-K: options from a file are not read.",
  "unix-socket": "--unix-socket: only addresses on the network can be called.",
  resolve: "--resolve: names are always looked up.",
  "connect-to": "--connect-to: the address itself says where the request goes.",
  interface: "--interface: the server decides by which network it goes.",
  "request-target": "--request-target: the address says what is asked for.",
  cacert: "--cacert: trusted authorities are set for the whole installation.",
  "cookie-jar": "-c: cookies of an answer are not kept for the next request.",
  "proxy-header": "--proxy-header: headers for the proxy alone cannot be set.",
  socks4: "--socks4: only HTTP proxies can be used.",
  socks5: "--socks5: only HTTP proxies can be used.",
  "socks5-hostname": "--socks5-hostname: only HTTP proxies can be used.",
  "time-cond": "-z: asking only for what is newer cannot be set this way.",
};

function notesOn(given: readonly Argument[]): string[] {
  const options = new Set(given.map(({ option }) => option));
  return [...options].flatMap((option) => reasons[option] ?? []);
}
