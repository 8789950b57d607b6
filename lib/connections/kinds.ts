import { apiKeyHeader } from "./kinds/api-key-header.ts";
import { apiKeyQuery } from "./kinds/api-key-query.ts";
import { basic } from "./kinds/basic.ts";
import { bearer } from "./kinds/bearer.ts";
import { google } from "./kinds/google.ts";
import type { ConnectionKind } from "./kinds/kind.ts";
import { microsoft } from "./kinds/microsoft.ts";
import { oauth2 } from "./kinds/oauth2.ts";
import { oauth2App } from "./kinds/oauth2-app.ts";

/** Every kind of credential, in the order the form offers them. Browser-safe. */
export const connectionKinds: readonly ConnectionKind[] = [
  bearer,
  basic,
  apiKeyHeader,
  apiKeyQuery,
  oauth2,
  oauth2App,
  google,
  microsoft,
];

/** The kind with this id; undefined for an unknown one. */
export function connectionKindOf(id: string): ConnectionKind | undefined {
  return connectionKinds.find((kind) => kind.id === id);
}
