import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { findItems } from "#lib/http/paging/find-items.ts";
import { valueAt } from "#lib/http/paging/value-at.ts";
import { isObject } from "#lib/systems/api-call.ts";
import type { Collected, ExecuteContext, Execution } from "../contract.ts";
import { pagesPlan } from "../paging-setting.ts";
import { callOperation, callPages } from "./call-operation.ts";
import { compareMarks, type Mark, readMark } from "./compare-marks.ts";
import { type ConnectConfig, definition } from "./definition.ts";

type Context = ExecuteContext<ConnectConfig>;
/** How far was read: the newest mark, and which records with just that mark are done. */
type Position = { cursor: Mark; ids: string[] };

const mostIds = 500;

/**
 * Hands each record that is newer than the last time to the outlet `item`, oldest first, and moves on when
 * all are through. What was cut off or has failed is read again the next time: at least once, nothing lost.
 *
 * @throws UserError `sync_incomplete` when not all was fetched and the newest came first, `paging_no_items`,
 *   `invalid_value` for a record without a mark, and what `callOperation` throws
 */
export async function readNew(context: Context): Promise<Execution> {
  const { config, collected, memory } = context;
  const key = `position:${config.position.trim()}`;
  if (collected !== undefined) return await moveOn(context, key, collected);
  const position = readPosition(await memory.read(key));
  const { items, isWhole } = await fetchList(context, position?.cursor ?? config.startAt.trim());
  const all = items.map((item) => ({ item, mark: markOf(config, item) }));
  if (!isWhole && newestFirst(all)) throw incomplete();
  const since = position ?? { cursor: config.startAt.trim(), ids: [] };
  const fresh = all
    .filter(({ item, mark }) => isNew(config, since, item, mark))
    .sort((a, b) => compareMarks(a.mark, b.mark))
    .slice(0, config.maxRecords);
  return {
    kind: "each",
    port: "item",
    items: fresh.map(({ item }) => item),
    atOnce: 1,
    keepGoing: config.whenOneFails !== "stop",
  };
}

async function fetchList(
  context: Context,
  cursor: Mark,
): Promise<{ items: Json[]; isWhole: boolean }> {
  const config = definition.config.parse(context.fillAgain({ sync: { cursor } }));
  const plan = pagesPlan(config);
  // Where it is handed to the system, the system leaves out the rest.
  const filled = { ...context, signal: context.signal, config };
  if (plan !== undefined) return await callPages(filled, config.find, plan);
  const { body } = await callOperation(filled, config.find);
  return { items: body === null ? [] : findItems(body, config.itemsPath), isWhole: true };
}

async function moveOn(
  { config, memory }: Context,
  key: string,
  collected: readonly Collected[],
): Promise<Execution> {
  const firstFailed = collected.findIndex(({ ok }) => !ok);
  const again = config.whenOneFails === "again" && firstFailed >= 0;
  const passed = collected.slice(0, again ? firstFailed : undefined).map(({ item }) => item);
  const stored = readPosition(await memory.read(key));
  const last = passed.at(-1);
  const moved = last === undefined ? stored : positionAfter(config, stored, passed, last);
  if (moved !== undefined && moved !== stored) await memory.write(key, moved);
  const errors = collected.flatMap(({ ok, output }, index) =>
    ok ? [] : [{ index, message: messageOf(output) }],
  );
  return {
    kind: "done",
    output: {
      records: collected.map(({ item }) => item),
      results: collected.map(({ output }) => output),
      ...{ count: collected.length, failed: errors.length, errors },
      cursor: moved?.cursor ?? null,
      reachedLimit: collected.length >= config.maxRecords,
    },
  };
}

/** A run that was overtaken by another does not take the position back. */
function positionAfter(
  config: ConnectConfig,
  stored: Position | undefined,
  passed: readonly Json[],
  last: Json,
): Position | undefined {
  const cursor = markOf(config, last);
  const order = stored === undefined ? 1 : compareMarks(cursor, stored.cursor);
  if (order < 0) return stored;
  const ids = passed
    .filter((item) => compareMarks(markOf(config, item), cursor) === 0)
    .map((item) => idOf(config, item));
  const before = order === 0 ? (stored?.ids ?? []) : [];
  return { cursor, ids: [...new Set([...before, ...ids])].slice(-mostIds) };
}

function isNew(config: ConnectConfig, since: Position, item: Json, mark: Mark): boolean {
  if (since.cursor === "") return true;
  const order = compareMarks(mark, since.cursor);
  return order > 0 || (order === 0 && !since.ids.includes(idOf(config, item)));
}

/** @throws UserError `invalid_value` */
function markOf({ cursorPath }: ConnectConfig, item: Json): Mark {
  const mark = readMark(valueAt(item, cursorPath));
  if (mark !== undefined) return mark;
  throw new UserError("invalid_value", `A record has nothing to go by at “${cursorPath.trim()}”.`, {
    next: "Look at a record in the tab Data, and write under “Newest by” which of its values grows, such as updated_at.",
    details: { record: item },
  });
}

function idOf({ idPath }: ConnectConfig, item: Json): string {
  const id = valueAt(item, idPath);
  return typeof id === "string" ? id : JSON.stringify(id ?? item).slice(0, 200);
}

function newestFirst(all: readonly { mark: Mark }[]): boolean {
  return all.some(({ mark }, at) => at > 0 && compareMarks(mark, all[at - 1]?.mark ?? mark) < 0);
}

function readPosition(value: Json | undefined): Position | undefined {
  const cursor = isObject(value) ? readMark(value.cursor) : undefined;
  if (cursor === undefined || !isObject(value)) return undefined;
  const ids = Array.isArray(value.ids) ? value.ids : [];
  return { cursor, ids: ids.filter((id) => typeof id === "string") };
}

function messageOf(output: Json): string {
  const error = isObject(output) && isObject(output.error) ? output.error.message : undefined;
  return typeof error === "string" ? error : "It failed.";
}

function incomplete(): UserError {
  return new UserError(
    "sync_incomplete",
    "There is more than was fetched, and the newest came first: older changes would be left out.",
    {
      next: "Have the system sort by the oldest first, hand it {{ sync.cursor }}, or raise the limits of “Further pages”.",
    },
  );
}
