import type { Actor } from "#lib/access/contract.ts";
import { httpKindIds } from "#lib/connections/http-kinds.ts";
import { services } from "#lib/server/services.ts";

/** The connections by which a schema can be read, by name. */
export async function readingConnections(actor: Actor): Promise<{ id: string; name: string }[]> {
  const all = await services().connections.list(actor);
  return all.filter(({ kind }) => httpKindIds.includes(kind)).map(({ id, name }) => ({ id, name }));
}
