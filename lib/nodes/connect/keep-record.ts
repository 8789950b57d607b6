import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { findItems } from "#lib/http/paging/find-items.ts";
import { valueAt } from "#lib/http/paging/value-at.ts";
import { type ApiCall, isObject } from "#lib/systems/api-call.ts";
import { bodyValue } from "#lib/systems/request/build-body.ts";
import type { ExecuteContext, Execution } from "../contract.ts";
import { pagesPlan } from "../paging-setting.ts";
import { callOperation, callPages } from "./call-operation.ts";
import { type ConnectConfig, definition } from "./definition.ts";
import { sameRecord } from "./same-record.ts";

type Context = ExecuteContext<ConnectConfig>;
type Outcome = "found" | "created" | "updated" | "unchanged";

/** How often a step looks whether another run is done with creating the same record, in ms. */
const lookAgainMs = 250;

/**
 * Looks a record up and creates it when there is none; with `upsert`, brings the one there up to date.
 * What was cut off is begun anew: a record that was created meanwhile is then found.
 *
 * @throws UpstreamError `busy_elsewhere` while another run is creating the same record for long, and what
 *   `callOperation` throws
 */
export async function keepRecord(context: Context): Promise<Execution> {
  const before = await lookUp(context);
  if (before !== undefined) return await keepFound(context, before);
  const { memory, signal, config } = context;
  const creating = `creating:${hashOf(config)}`;
  const until = performance.now() + config.timeoutSeconds * 1_000;
  // Of several runs at once, one creates; the others then find what it has created.
  while (!(await memory.claim(creating, true))) {
    if (performance.now() > until) throw takesLong();
    await pause(lookAgainMs, undefined, { signal });
    const now = await lookUp(context);
    if (now !== undefined) return await keepFound(context, now);
  }
  try {
    // It may have come between looking and the turn.
    const now = await lookUp(context);
    if (now !== undefined) return await keepFound(context, now);
    const { body, response } = await callOperation(context, config.create, { part: "create" });
    return done("created", recordIn(config, body), null, response.status);
  } finally {
    await memory.release(creating);
  }
}

/** The record that the settings describe; undefined when the system has none. */
async function lookUp(context: Context): Promise<Json | undefined> {
  const { config } = context;
  const plan = pagesPlan(config);
  const accepts = (status: number) => status === 404;
  if (plan !== undefined) {
    const { items } = await callPages(context, config.find, plan);
    return items.find((item) => sameRecord(config, item));
  }
  const { body, response } = await callOperation(context, config.find, { accepts });
  if (response.status === 404 || body === null || body === "") return undefined;
  const one = isObject(body) && config.itemsPath.trim() === "" && holdsNoList(body);
  const items = one ? [body] : findItems(body, config.itemsPath);
  return items.find((item) => sameRecord(config, item));
}

async function keepFound(context: Context, found: Json): Promise<Execution> {
  if (context.config.does === "find-or-create") return done("found", found, found, null);
  const config = definition.config.parse(context.fillAgain({ found }));
  if (config.leaveSame && changesNothing(config.update, found)) {
    return done("unchanged", found, found, null);
  }
  const { body, response } = await callOperation(
    { ...context, signal: context.signal, config },
    config.update,
    {
      part: "update",
    },
  );
  const record = recordIn(config, body);
  return done("updated", record ?? found, found, response.status);
}

/** The found record has every value already that would be sent. */
function changesNothing(update: ApiCall, found: Json): boolean {
  const sent = bodyValue(update)?.value;
  if (!isObject(sent) || !isObject(found) || Object.keys(sent).length === 0) return false;
  return Object.entries(sent).every(
    ([name, value]) => Object.hasOwn(found, name) && isDeepStrictEqual(found[name], value),
  );
}

function recordIn({ recordPath }: ConnectConfig, body: Json): Json {
  return recordPath.trim() === "" ? body : (valueAt(body, recordPath) ?? null);
}

function done(outcome: Outcome, record: Json, before: Json, status: number | null): Execution {
  return { kind: "done", output: { outcome, record, before, status } };
}

/** An answer that is a record itself, as of an operation that reads one by its key. */
function holdsNoList(body: { [name: string]: Json }): boolean {
  try {
    findItems(body, "");
    return false;
  } catch {
    return true;
  }
}

/** What makes a record the same one, in few characters. */
function hashOf({ find, match }: ConnectConfig): string {
  const looked = [find.systemId, find.operation?.key ?? "", find.values, match];
  return createHash("sha256").update(JSON.stringify(looked)).digest("hex");
}

function takesLong(): UpstreamError {
  return new UpstreamError("busy_elsewhere", "Another run is still creating the same record.", {
    next: "Try again in a moment.",
  });
}
