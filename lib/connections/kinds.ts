import { apiKeyHeader } from "./kinds/api-key-header/definition.ts";
import { apiKeyQuery } from "./kinds/api-key-query/definition.ts";
import { basic } from "./kinds/basic/definition.ts";
import { bearer } from "./kinds/bearer/definition.ts";
import { caldav } from "./kinds/caldav/definition.ts";
import { clientCertificate } from "./kinds/client-certificate/definition.ts";
import { customHeaders } from "./kinds/custom-headers/definition.ts";
import { digest } from "./kinds/digest/definition.ts";
import { google } from "./kinds/google.ts";
import { googleServiceAccount } from "./kinds/google-service-account/definition.ts";
import type { ConnectionKind } from "./kinds/kind.ts";
import { make } from "./kinds/make/definition.ts";
import { microsoft } from "./kinds/microsoft.ts";
import { oauth2 } from "./kinds/oauth2.ts";
import { oauth2App } from "./kinds/oauth2-app.ts";
import { openai } from "./kinds/openai/definition.ts";
import { pabbly } from "./kinds/pabbly/definition.ts";
import { signingSecret } from "./kinds/signing-secret/definition.ts";
import { smtp } from "./kinds/smtp/definition.ts";
import { zapier } from "./kinds/zapier/definition.ts";

/** Every kind of credential, in the order the form offers them. Browser-safe. */
export const connectionKinds: readonly ConnectionKind[] = [
  bearer,
  basic,
  digest,
  apiKeyHeader,
  apiKeyQuery,
  customHeaders,
  clientCertificate,
  signingSecret,
  openai,
  googleServiceAccount,
  caldav,
  smtp,
  zapier,
  make,
  pabbly,
  oauth2,
  oauth2App,
  google,
  microsoft,
];

/** The kind with this id; undefined for an unknown one. */
export function connectionKindOf(id: string): ConnectionKind | undefined {
  return connectionKinds.find((kind) => kind.id === id);
}
