import { UserError } from "#lib/errors/user-error.ts";

/** Where the next page of a list begins that is in order of time. */
export function writeCursor(at: Date, id: string): string {
  return `${at.getTime()}_${id}`;
}

/** Throws `invalid_input` for anything but what `writeCursor` wrote. */
export function readCursor(cursor: string): { at: Date; id: string } {
  const [time = "", id = ""] = cursor.split("_", 2);
  const at = new Date(/^\d{1,15}$/.test(time) ? Number(time) : Number.NaN);
  if (Number.isNaN(at.getTime()) || id === "") {
    throw new UserError("invalid_input", "This is not a page of the list.", {
      next: "Begin at the top of the list.",
    });
  }
  return { at, id };
}
