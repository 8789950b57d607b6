import type { ActionAddress } from "./actions.ts";
import type { Answer, Ask, Line, Outcome } from "./cell.ts";
import type { Person } from "./people.ts";

type Place = { baseUrl: string; actions: ReadonlyMap<string, ActionAddress> };

/** Sends what a cell asks for, over HTTP, and reads what came of it. */
export async function call(
  { baseUrl, actions }: Place,
  line: Line,
  who: Person | null,
  ask: Ask,
): Promise<Answer> {
  const cookie: { [name: string]: string } = who === null ? {} : { cookie: who.cookie };
  if (ask.kind === "action") {
    const address = actions.get(line.name);
    if (address === undefined)
      return { outcome: { is: "refused", code: "not in the build" }, text: "" };
    const answer = await fetch(`${baseUrl}${address.path}`, {
      method: "POST",
      redirect: "manual",
      headers: {
        ...cookie,
        "next-action": address.id,
        ...(ask.origin !== null && { origin: ask.origin ?? baseUrl }),
        accept: "text/x-component",
        "content-type": "text/plain;charset=UTF-8",
      },
      body: JSON.stringify([ask.input]),
    });
    const text = await answer.text();
    return { outcome: readAction(answer.status, text), text };
  }
  const abort = new AbortController();
  const answer = await fetch(`${baseUrl}${ask.path}`, {
    method: ask.method,
    redirect: "manual",
    headers: { ...cookie, ...ask.headers },
    signal: abort.signal,
    ...(ask.body !== undefined && { body: ask.body }),
  });
  if (answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    // Live events never end; that they begin is all there is to see.
    abort.abort();
    return { outcome: { is: "done" }, text: "" };
  }
  const text = await answer.text();
  return { outcome: readAnswer(answer.status, answer.headers.get("location"), text), text };
}

/** The rows of React's answer: the first names the row with what the action returned. */
function readAction(status: number, text: string): Outcome {
  const rows = rowsOf(text);
  const reference = /"a":"\$@(\w+)"/.exec(rows.get("0") ?? "")?.[1];
  const row = reference === undefined ? undefined : rows.get(reference);
  if (row === undefined) return refusalOf(status, text);
  const result = JSON.parse(row) as { ok?: boolean; error?: { code: string } }; /* ActionResult */
  if (result.ok === true) return { is: "done" };
  return { is: "refused", code: result.error?.code ?? `an answer without a code: ${row}` };
}

/** Rows by their names. One that holds a long text says how many bytes it has, and ends after them. */
function rowsOf(text: string): Map<string, string> {
  const bytes = Buffer.from(text);
  const rows = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const colon = bytes.indexOf(":", at);
    if (colon === -1) break;
    const name = bytes.toString("utf8", at, colon).trim();
    const length = /^T([0-9a-f]+),/.exec(bytes.toString("latin1", colon + 1, colon + 12));
    const from = colon + 1 + (length?.[0].length ?? 0);
    const newline = bytes.indexOf("\n", from);
    const lineEnd = newline === -1 ? bytes.length : newline;
    const end = length?.[1] === undefined ? lineEnd : from + Number.parseInt(length[1], 16);
    rows.set(name, bytes.toString("utf8", from, end));
    at = length === null ? end + 1 : end;
  }
  return rows;
}

function readAnswer(status: number, location: string | null, text: string): Outcome {
  if (status >= 300 && status < 400 && location !== null) return sentTo(location);
  if (status >= 400) return refusalOf(status, text);
  // A page whose loading state has gone out already tells the rest in its own stream.
  const redirect = /NEXT_REDIRECT;\w+;([^;"\\]+);/.exec(text)?.[1];
  if (redirect !== undefined) return sentTo(redirect);
  const refused = /NEXT_HTTP_ERROR_FALLBACK;(\d+)/.exec(text)?.[1];
  return refused === undefined ? { is: "done" } : { is: "refused", code: refused };
}

function sentTo(location: string): Outcome {
  return { is: "sent", to: new URL(location, "http://here").pathname };
}

/** By its code where it has one, else by its status. */
function refusalOf(status: number, text: string): Outcome {
  const code = /^\s*\{.*"code":"(\w+)"/s.exec(text)?.[1];
  return { is: "refused", code: code ?? String(status) };
}
