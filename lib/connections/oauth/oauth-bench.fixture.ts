import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import { createConnectionStore } from "../connection-store.ts";
import type { ConnectionStore, ConnectionSummary } from "../contract.ts";
import { createKeyRing, type KeyRing } from "../key-ring.ts";
import type { ConnectOutcome, OAuthConnections } from "./contract.ts";
import { createOAuthConnections } from "./create-oauth-connections.ts";
import {
  type OAuthServer,
  oauthApp,
  oauthClient,
  startOAuthServer,
  walkThroughProvider,
} from "./oauth-server.fixture.ts";

const baseUrl = "http://localhost:3999";
export const redirect = `${baseUrl}/oauth/callback`;
export const minute = 60_000;

/** One process of the product: its own pool, cache and token keeper on the one database. */
export type Replica = { database: Database; store: ConnectionStore; oauth: OAuthConnections };
type Values = { [key: string]: string };

/** Two processes of the product on one database, and a real OAuth server; made before the tests. */
export class OAuthBench {
  /** The clock of the product; the provider has the true one. */
  time = new Date();
  #testDatabase: TestDatabase | undefined;
  #parts: { ring: KeyRing; http: HttpClient; server: OAuthServer } | undefined;
  #replicas: [here: Replica, there: Replica] | undefined;

  constructor() {
    before(() => this.#start());
    after(() => this.#stop());
    beforeEach(async () => {
      this.time = new Date();
      this.server.setBroken(false);
      this.server.tokenRequests.length = 0;
      await this.here.database.prisma.connection.deleteMany();
    });
  }

  get ring(): KeyRing {
    return there(this.#parts).ring;
  }
  get http(): HttpClient {
    return there(this.#parts).http;
  }
  get server(): OAuthServer {
    return there(this.#parts).server;
  }
  get here(): Replica {
    return there(this.#replicas)[0];
  }
  get there(): Replica {
    return there(this.#replicas)[1];
  }

  /** Another process, with an HTTP client of its own if need be. Its database is the caller's to close. */
  createReplica(http = this.http): Replica {
    const database = createDatabase(there(this.#testDatabase).url);
    const { prisma, pool } = database;
    const now = () => this.time;
    const { ring } = this;
    const allow = readAllowList(["127.0.0.0/8"]);
    const store = createConnectionStore({
      ...{ prisma, pool, ring, http, now },
      ...{ guard: createEgressGuard(allow), allow },
    });
    const { forget } = store;
    const oauth = createOAuthConnections({ prisma, ring, http, baseUrl, forget, now });
    return { database, store, oauth };
  }

  later(ms: number): void {
    this.time = new Date(this.time.getTime() + ms);
  }

  async newConnection(values: Values = {}): Promise<string> {
    const made = await this.here.store.create(actor(), {
      name: "Orders",
      kind: "oauth2",
      values: {
        issuer: this.server.url,
        clientId: oauthClient.id,
        clientSecret: oauthClient.secret,
        scopes: "openid email offline_access read:orders",
        allowedHosts: this.server.host,
        allowInsecure: "true",
        ...values,
      },
    });
    return made.id;
  }

  async newApp(values: Values = {}): Promise<string> {
    const made = await this.here.store.create(actor(), {
      name: "Nightly",
      kind: "oauth2-app",
      values: {
        issuer: this.server.url,
        clientId: oauthApp.id,
        clientSecret: oauthApp.secret,
        scopes: "read:orders",
        basicClient: "true",
        allowedHosts: this.server.host,
        allowInsecure: "true",
        ...values,
      },
    });
    return made.id;
  }

  /** To the provider, through its pages, and what it sends back. */
  async goAndReturn(id: string, allow = true): Promise<Values> {
    const { url } = await this.here.oauth.start(actor(), id);
    const back = await walkThroughProvider(url, { login: "ada", allow }, redirect);
    return Object.fromEntries(back.searchParams);
  }

  async connect(id: string): Promise<ConnectOutcome> {
    const outcome = await this.here.oauth.finish(actor(), await this.goAndReturn(id));
    assert.equal(outcome.ok, true, outcome.message);
    return outcome;
  }

  async summary(id: string): Promise<ConnectionSummary> {
    const found = (await this.here.store.list(actor())).find((each) => each.id === id);
    assert.ok(found);
    return found;
  }

  /** The provider's answers to what asked it to renew a token. */
  get refreshes(): number[] {
    return this.server.tokenRequests.flatMap(({ grant, status }) =>
      grant === "refresh_token" ? [status] : [],
    );
  }

  /** Calls the provider's API as a step does. */
  async call({ store }: Replica, id: string, path = "/api/me") {
    const connection = await store.resolve("w1", id);
    const request = { method: "GET", url: `${this.server.url}${path}`, headers: {} };
    return await sendAuthorised(this.http, request, connection);
  }

  /** What the envelope holds. */
  async stored(id: string): Promise<Values> {
    const row = await this.here.database.prisma.connection.findUniqueOrThrow({ where: { id } });
    const binding = { workspaceId: "w1", connectionId: id, kind: row.kind };
    return JSON.parse(this.ring.open(row.envelope, binding));
  }

  async #start(): Promise<void> {
    this.#testDatabase = await createTestDatabase();
    const first = createDatabase(this.#testDatabase.url);
    const ring = await createKeyRing({
      encryptionKeys: `main:${randomBytes(32).toString("base64")}`,
      dataDir: "",
      mayGenerate: false,
      prisma: first.prisma,
    });
    for (const id of ["w1", "w2"]) {
      await first.prisma.workspace.create({ data: { id, name: id, slug: id } });
    }
    await first.close();
    const http = createHttpClient({ allow: ["127.0.0.0/8"] });
    const server = await startOAuthServer({ redirectUris: [redirect] });
    this.#parts = { ring, http, server };
    this.#replicas = [this.createReplica(), this.createReplica()];
  }

  async #stop(): Promise<void> {
    await this.server.close();
    await this.http.close();
    for (const { database } of there(this.#replicas)) await database.close();
    await there(this.#testDatabase).drop();
  }
}

export function actor(changes: Partial<Actor> = {}): Actor {
  return {
    ...{ userId: "u1", name: "Ada", workspaceId: "w1", role: "admin" },
    ...{ sessionIdHash: "session-1", ip: "", userAgent: "", requestId: "" },
    ...changes,
  };
}

function there<T>(part: T | undefined): T {
  assert.ok(part !== undefined, "the bench has not been started");
  return part;
}
