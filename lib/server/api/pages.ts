import { z } from "zod";

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
  const left = items.filter(({ id }) => id > cursor).sort((a, b) => (a.id < b.id ? -1 : 1));
  const data = left.slice(0, limit);
  return { data, nextCursor: left.length > limit ? (data.at(-1)?.id ?? null) : null };
}
