import { createHash } from "node:crypto";
import type { Actor } from "#lib/access/contract.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { Description, Source } from "./contract.ts";
import { introspect } from "./graphql/introspect.ts";
import { loadSource } from "./load-source.ts";
import { readWritten } from "./written/read-written.ts";
import type { WrittenSystem } from "./written/written-system.ts";

type Deps = {
  http: HttpClient;
  offload: Offload;
  connections: Pick<ConnectionStore, "resolve">;
};
type GraphqlSource = Extract<Source, { graphql: unknown }>["graphql"];
export type WasRead = {
  description: Description;
  url: string | null;
  hash: string;
  /** What somebody has described by hand. */
  definition?: WrittenSystem;
};
const limits = { timeoutMs: 60_000 };

/** Fetches and reads what a system is described by. */
export function createSourceReader({ http, offload, connections }: Deps) {
  const readGraphql = async (actor: Actor, given: GraphqlSource) => {
    const url = given.url.trim();
    const text = given.text ?? (await introspect(http, url, await connectionOf(actor, given)));
    const description = await offload.run("read-graphql-schema", { text, url }, limits);
    const hash = createHash("sha256").update(text).digest("hex");
    const found = given.text === undefined ? url : null;
    return { description: description as Description /* its own result */, url: found, hash };
  };
  const connectionOf = async (actor: Actor, { connectionId }: GraphqlSource) =>
    connectionId === undefined
      ? undefined
      : await connections.resolve(actor.workspaceId, connectionId);
  return async (actor: Actor, source: Source): Promise<WasRead> => {
    if ("written" in source) {
      const { description, system } = readWritten(source.written);
      const hash = createHash("sha256").update(JSON.stringify(system)).digest("hex");
      return { description, url: null, hash, definition: system };
    }
    if ("graphql" in source) return await readGraphql(actor, source.graphql);
    const { text, url } = await loadSource(http, source);
    const description = await offload.run("read-description", { text, url }, limits);
    const hash = createHash("sha256").update(text).digest("hex");
    return { description: description as Description /* the task's own result */, url, hash };
  };
}
