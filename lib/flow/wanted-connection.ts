import { isShown, type ShowCondition } from "./is-shown.ts";

type Asking = {
  connection?: { kinds: readonly string[]; required: boolean; when?: ShowCondition };
  fields: { [key: string]: { showWhen?: ShowCondition } };
  defaults?: { [key: string]: unknown };
};

/** The connection a node asks for with these settings: none, one it may have, or one it needs. */
export function wantedConnection(
  { connection, fields, defaults }: Asking,
  config: { [key: string]: unknown },
): { kinds: readonly string[]; required: boolean } | undefined {
  if (connection === undefined) return undefined;
  return isShown(connection.when, fields, config, defaults) ? connection : undefined;
}
