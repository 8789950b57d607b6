import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";

/** What every list takes. */
export const pageQuery = {
  cursor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "`nextCursor` of the page before. Left out: the first page." }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ description: "Entries at most." }),
};

/** A page of a list. `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** Pages through a list that is there as a whole, in the order of its ids. */
export function pageFrom<Item extends { id: string }>(
  items: readonly Item[],
  { cursor = "", limit }: { cursor?: string | undefined; limit: number },
): { data: Item[]; nextCursor: string | null } {
  const after = cursor === "" ? "" : idIn(cursor);
  const left = items.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
  const data = left.slice(0, limit);
  return { data, nextCursor: left.length > limit ? cursorOf(data.at(-1)) : null };
}

function cursorOf(last: { id: string } | undefined): string | null {
  return last === undefined ? null : Buffer.from(`after ${last.id}`).toString("base64url");
}

function idIn(cursor: string): string {
  const [, id] = /^after ([\w-]+)$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (id !== undefined) return id;
  throw new UserError("invalid_input", "This cursor is not one of ours.", {
    next: "Use the “nextCursor” of the page before, as it came.",
  });
}
