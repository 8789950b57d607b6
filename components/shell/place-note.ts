import { oneOrMany } from "#lib/words/counted.ts";

export type PlaceNote = {
  /** The number as it is shown. */
  shown: string;
  /** The same as a sentence, for the link's name. */
  says: string;
};

/** “3 need a person”; undefined where nothing does. */
export function placeNote(count: number, one: string, many: string): PlaceNote | undefined {
  if (count <= 0) return undefined;
  const shown = count > 99 ? "99+" : String(count);
  return { shown, says: `${shown} ${oneOrMany(count, one, many)}` };
}
