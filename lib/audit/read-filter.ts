import type { AuditConditions, AuditPosition } from "#lib/db/audit/list-entries.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { AuditFilter } from "./contract.ts";

/** The filter as the query takes it. A search of nothing but signs finds everything. */
export function conditionsOf({ target, search, ...filter }: AuditFilter): AuditConditions {
  const colon = target?.indexOf(":") ?? -1;
  const words = search?.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return {
    ...filter,
    ...(target !== undefined && {
      targetType: target.slice(0, colon),
      targetId: target.slice(colon + 1),
    }),
    ...(words && { words: words.slice(0, 10) }),
  };
}

export function writeCursor({ at, id }: AuditPosition): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

/** @throws UserError `invalid_input` for what no page ended with */
export function readCursor(cursor: string): AuditPosition {
  try {
    const [at, id]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const fits = typeof at === "string" && typeof id === "string" && /^\d{1,18}$/.test(id);
    if (fits && !Number.isNaN(Date.parse(at))) return { at, id };
  } catch {
    // Told below.
  }
  throw new UserError("invalid_input", "This is not a page of the audit log.");
}
