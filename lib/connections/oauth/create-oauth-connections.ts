import * as client from "openid-client";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { lockConnection, storeGrant } from "#lib/db/connections/oauth-row.ts";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { hideSecrets } from "../hide-secrets.ts";
import type { KeyRing } from "../key-ring.ts";
import type { Secrets } from "../kinds/kind.ts";
import { connectionKindOf } from "../kinds.ts";
import { secretValues } from "../resolve-connection.ts";
import { settingsObject } from "../summarise.ts";
import { notConnected, type OAuthFacts } from "./attention.ts";
import { authorizationAddress } from "./authorization-address.ts";
import { createClientConfigurations } from "./client-configuration.ts";
import {
  consumeState,
  findState,
  rememberOutcome,
  rememberState,
  type ToldOutcome,
  verifierOf,
} from "./connect-state.ts";
import type { ConnectOutcome, OAuthConnections, ReturnParameters } from "./contract.ts";
import { explainOAuthFailure } from "./explain-oauth-failure.ts";
import { grantIdentity, type Provider, providerOf } from "./provider.ts";
import { readAccount } from "./read-account.ts";
import { revokeAccess } from "./revoke-access.ts";
import { accessEnd, testingLifeMs, tokensFrom, withoutTokens } from "./tokens.ts";
import * as told from "./told-outcomes.ts";

export type OAuthConnectionsDeps = {
  prisma: PrismaClient;
  ring: KeyRing;
  http: HttpClient;
  /** The address people use. */
  baseUrl: string;
  /** Told of every connection whose tokens have changed. */
  forget: (connectionId: string) => void;
  onError?: (error: unknown) => void;
  now?: () => Date;
};

export const redirectPath = "/oauth/callback";

/** Connects accounts: to the provider's page and back (RFC 6749, 4.1, with PKCE, RFC 7636). */
export function createOAuthConnections(deps: OAuthConnectionsDeps): OAuthConnections {
  const { prisma, ring, http, forget } = deps;
  const now = deps.now ?? (() => new Date());
  const configurations = createClientConfigurations(http);
  const redirectAddress = new URL(redirectPath, deps.baseUrl).href;

  function open(row: Connection): Opened {
    const settings = settingsObject.parse(row.settings);
    const binding = { workspaceId: row.workspaceId, connectionId: row.id, kind: row.kind };
    return {
      row,
      binding,
      secrets: secretValues.parse(JSON.parse(ring.open(row.envelope, binding))),
      provider: providerOf(row.kind, settings),
      identity: grantIdentity(row.kind, settings),
      inTesting: settings.inTesting === "true",
    };
  }

  async function find(workspaceId: string, id: string): Promise<Opened | undefined> {
    const row = await prisma.connection.findFirst({ where: { id, workspaceId, deletedAt: null } });
    if (row === null || connectionKindOf(row.kind)?.oauth === undefined) return undefined;
    return open(row);
  }

  /** Exchanges the code, and stores what the provider gives for it. */
  async function accept(
    actor: Actor,
    opened: Opened,
    verifier: string,
    parameters: ReturnParameters,
  ): Promise<ToldOutcome> {
    const { provider, secrets, row } = opened;
    const address = new URL(redirectAddress);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    // Nothing to compare it with: the addresses were typed in.
    if (provider.issuer === undefined) address.searchParams.delete("iss");
    const configuration = await configurations.of(provider, secrets.clientSecret ?? "");
    const answer = await client.authorizationCodeGrant(configuration, address, {
      expectedState: parameters.state ?? "",
      pkceCodeVerifier: verifier,
    });
    const at = now();
    const tokens = tokensFrom(answer, "", at);
    const facts: OAuthFacts = {
      account: await accountOf(configuration, provider, tokens.accessToken),
      scopes: (answer.scope ?? provider.scopes.join(" ")).split(/\s+/).filter(Boolean),
      connectedAt: at.toISOString(),
    };
    const expiresAt = opened.inTesting
      ? new Date(at.getTime() + testingLifeMs)
      : accessEnd(answer, tokens, { now: at, before: null, kept: false });
    await prisma.$transaction(async (tx) => {
      const current = await lockConnection(tx, row);
      // Changed while somebody was at the provider: the tokens are for what it was.
      if (current === null || open(current).identity !== opened.identity) throw changedMeanwhile();
      const bare = withoutTokens(open(current).secrets);
      await storeGrant(tx, row, {
        envelope: ring.seal(JSON.stringify({ ...bare, ...tokens }), opened.binding),
        oauth: facts,
        expiresAt,
        attention: null,
      });
      await recordAudit(tx, actor, {
        action: "connection.connect",
        ...targetOf(row),
        after: { ...facts, provider: provider.name, expiresAt: expiresAt?.toISOString() ?? null },
      });
    });
    forget(row.id);
    const missing = answer.scope === undefined ? [] : missingScopes(provider.scopes, facts.scopes);
    return told.connected({ name: row.name, provider: provider.name, facts, missing, expiresAt });
  }

  async function accountOf(
    configuration: client.Configuration,
    provider: Provider,
    accessToken: string,
  ): Promise<string> {
    const { userinfo_endpoint: url } = configuration.serverMetadata();
    if (url === undefined) return "";
    // Only for showing: an account that has no name is connected all the same.
    const none = { account: "" };
    return (await readAccount(http, provider, url, accessToken).catch(() => none)).account;
  }

  async function takeBack(
    actor: Actor,
    opened: Opened,
    verifier: () => string,
    parameters: ReturnParameters,
  ): Promise<ToldOutcome> {
    const { provider, row } = opened;
    if (parameters.error === "access_denied") return told.denied(row.name, provider.name);
    try {
      return await accept(actor, opened, verifier(), parameters);
    } catch (error) {
      const problem = explainOAuthFailure(error, provider.name);
      if (problem.code === "upstream_protocol") deps.onError?.(problem);
      const { message, next } = describeError(problem);
      return told.failed(row.name, hideSecrets(message, Object.values(opened.secrets)), next);
    }
  }

  return {
    redirectAddress,

    async start(actor, connectionId) {
      requirePermission(actor, "connections.manage");
      const opened = await find(actor.workspaceId, connectionId);
      if (opened === undefined) throw gone();
      const { provider, secrets, identity } = opened;
      if (connectionKindOf(opened.row.kind)?.oauth !== "person") throw needsNobody();
      try {
        const configuration = await configurations.of(provider, secrets.clientSecret ?? "");
        const { url, state, verifier } = await authorizationAddress(
          configuration,
          provider,
          redirectAddress,
        );
        await rememberState(
          { prisma, ring },
          actor,
          { state, verifier, connectionId, identity },
          now(),
        );
        return { url: url.href };
      } catch (error) {
        throw explainOAuthFailure(error, provider.name);
      }
    },

    async finish(actor, parameters) {
      requirePermission(actor, "connections.manage");
      const found = await findState({ prisma, ring }, actor, parameters.state ?? "");
      if (found === undefined) return nowhere(told.unknown());
      const { row, data, own } = found;
      if (!own) return nowhere(told.foreign());
      const opened = await find(actor.workspaceId, data.connectionId);
      const about = opened && { id: opened.row.id, name: opened.row.name };
      if (row.usedAt !== null)
        return { ...(data.outcome ?? told.used()), connection: about ?? null };
      if (row.expiresAt <= now()) return { ...told.expired(), connection: about ?? null };
      if (!(await consumeState({ prisma, ring }, row, now()))) {
        return { ...told.used(), connection: about ?? null };
      }
      const outcome =
        opened === undefined
          ? told.deleted()
          : opened.identity !== data.identity
            ? told.changed(opened.row.name)
            : await takeBack(
                actor,
                opened,
                () => verifierOf({ prisma, ring }, row, data),
                parameters,
              );
      await rememberOutcome({ prisma, ring }, row, data, outcome);
      return { ...outcome, connection: about ?? null };
    },

    async disconnect(actor, connectionId) {
      requirePermission(actor, "connections.manage");
      const opened = await find(actor.workspaceId, connectionId);
      if (opened === undefined) throw gone();
      const { provider, row } = opened;
      const outcome = await revokeAccess(configurations, opened);
      await prisma.$transaction(async (tx) => {
        const current = await lockConnection(tx, row);
        if (current === null) throw gone();
        const bare = withoutTokens(open(current).secrets);
        const persons = connectionKindOf(row.kind)?.oauth === "person";
        await storeGrant(tx, row, {
          envelope: ring.seal(JSON.stringify(bare), opened.binding),
          oauth: null,
          expiresAt: null,
          attention: persons ? notConnected(now()) : null,
        });
        await recordAudit(tx, actor, {
          action: "connection.disconnect",
          ...targetOf(row),
          after: { provider: provider.name, revoked: outcome.revoked },
        });
      });
      forget(row.id);
      return outcome;
    },
  };
}

type Opened = {
  row: Connection;
  binding: { workspaceId: string; connectionId: string; kind: string };
  secrets: Secrets;
  provider: Provider;
  identity: string;
  inTesting: boolean;
};

function nowhere(outcome: ToldOutcome): ConnectOutcome {
  return { ...outcome, connection: null };
}

/** What was asked for and not given; providers leave these three out of what they list. */
function missingScopes(asked: readonly string[], given: readonly string[]): string[] {
  const silent = new Set(["openid", "email", "profile", "offline_access"]);
  const names = new Set(
    given.map((scope) => scope.toLowerCase().replace(/^https:\/\/graph\.[^/]+\//, "")),
  );
  return asked.filter((scope) => !silent.has(scope) && !names.has(scope.toLowerCase()));
}

function targetOf(row: Connection) {
  return { targetType: "connection", targetId: row.id, targetName: row.name };
}

function gone(): UserError {
  return new UserError("not_found", "This connection does not exist any more.");
}

function changedMeanwhile(): UserError {
  return new UserError(
    "stale_write",
    "The connection was changed while you were at the provider.",
    {
      next: "Connect it again.",
    },
  );
}

function needsNobody(): UserError {
  return new UserError(
    "invalid_input",
    "This connection needs nobody to sign in: it fetches tokens by itself.",
  );
}
