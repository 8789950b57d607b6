import { server as apiKeyHeader } from "./kinds/api-key-header/server.ts";
import { server as apiKeyQuery } from "./kinds/api-key-query/server.ts";
import { server as basic } from "./kinds/basic/server.ts";
import { server as bearer } from "./kinds/bearer/server.ts";
import { server as caldav } from "./kinds/caldav/server.ts";
import { server as clientCertificate } from "./kinds/client-certificate/server.ts";
import { server as customHeaders } from "./kinds/custom-headers/server.ts";
import { server as digest } from "./kinds/digest/server.ts";
import { server as googleServiceAccount } from "./kinds/google-service-account/server.ts";
import type { KindServer } from "./kinds/kind-server.ts";
import { server as make } from "./kinds/make/server.ts";
import { server as oauth } from "./kinds/oauth-server.ts";
import { server as openai } from "./kinds/openai/server.ts";
import { server as pabbly } from "./kinds/pabbly/server.ts";
import { server as signingSecret } from "./kinds/signing-secret/server.ts";
import { server as smtp } from "./kinds/smtp/server.ts";
import { server as zapier } from "./kinds/zapier/server.ts";

/** The server half of every kind, by its id. */
const servers: { [id: string]: KindServer } = {
  bearer,
  basic,
  digest,
  "api-key-header": apiKeyHeader,
  "api-key-query": apiKeyQuery,
  "custom-headers": customHeaders,
  "client-certificate": clientCertificate,
  "signing-secret": signingSecret,
  openai,
  "google-service-account": googleServiceAccount,
  caldav,
  smtp,
  zapier,
  make,
  pabbly,
  oauth2: oauth,
  "oauth2-app": oauth,
  google: oauth,
  microsoft: oauth,
};

/** The server half of this kind; undefined for an unknown one. */
export function kindServerOf(id: string): KindServer | undefined {
  return Object.hasOwn(servers, id) ? servers[id] : undefined;
}
