import { LRUCache } from "lru-cache";
import * as client from "openid-client";
import { recordAudit } from "#lib/access/audit.ts";
import { lockConnection, storeAttention, storeTokens } from "#lib/db/connections/oauth-row.ts";
import type { Connection, Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { hideSecrets } from "../hide-secrets.ts";
import type { KeyRing } from "../key-ring.ts";
import type { Secrets } from "../kinds/kind.ts";
import { connectionKindOf } from "../kinds.ts";
import { secretValues } from "../resolve-connection.ts";
import { settingsObject } from "../summarise.ts";
import {
  type Attention,
  attention,
  needsAttention,
  notConnected,
  oauthAttention,
} from "./attention.ts";
import type { ClientConfigurations } from "./client-configuration.ts";
import { createTurnstile } from "./create-turnstile.ts";
import { explainOAuthFailure, type Refusal, refusalOf, wordsOf } from "./explain-oauth-failure.ts";
import { type Provider, providerOf } from "./provider.ts";
import { accessEnd, isFresh, isGood, tokensFrom, tokensIn, withoutTokens } from "./tokens.ts";

export type TokenKeeperDeps = {
  prisma: PrismaClient;
  ring: KeyRing;
  configurations: ClientConfigurations;
  now: () => Date;
};

type Key = { workspaceId: string; id: string };

export type TokenKeeper = {
  /**
   * A good access token, fetched anew when the stored one is about to end; `refused` is one that an
   * API did not take, which is never given back.
   *
   * @throws UserError `connection_needs_attention`, `connection_missing`; UpstreamError while the
   *   provider cannot be asked
   */
  accessToken(key: Key, refused?: string): Promise<string>;
  /** The stored access token if it needs nothing; undefined when `accessToken` has to be asked. */
  freshIn(secrets: Secrets): string | undefined;
};

/** Refreshes that this process has under way at once: each holds a database connection. */
const atOnce = 3;
/** A provider has 15 s to answer, after asking it for its addresses with as much; in ms. */
const transactionMs = 60_000;
/** How long a provider that could not be asked is left alone while the old token is good, in ms. */
const quietMs = 30_000;
/** How long a client that was refused is not tried again, in ms. */
const refusedMs = 60_000;

/**
 * Keeps OAuth connections supplied with access tokens. One process at a time asks the provider for
 * one connection: the row is locked, and whoever waited finds the tokens that the other has stored.
 */
export function createTokenKeeper(deps: TokenKeeperDeps): TokenKeeper {
  const { prisma, ring, now } = deps;
  const turnstile = createTurnstile(atOnce);
  const flights = new Map<string, Promise<string>>();
  const quietUntil = new LRUCache<string, number>({ max: 1_000 });

  function open(row: Connection): Held {
    const binding = { workspaceId: row.workspaceId, connectionId: row.id, kind: row.kind };
    const secrets = secretValues.parse(JSON.parse(ring.open(row.envelope, binding)));
    const settings = settingsObject.parse(row.settings);
    const provider = providerOf(row.kind, settings);
    return { row, binding, secrets, settings, provider, tokens: tokensIn(secrets) };
  }

  /** Within the lock: what is stored by now if it will do, else what the provider gives. */
  async function fetchLocked(
    tx: Prisma.TransactionClient,
    key: Key,
    refused: string | undefined,
    noteUsed: (refreshToken: string) => void,
  ): Promise<Fetched> {
    const held = open(await existing(lockConnection(tx, key)));
    const { row, tokens, provider, secrets, settings } = held;
    const usable = tokens !== undefined && tokens.accessToken !== refused ? tokens : undefined;
    if (usable !== undefined && isFresh(usable, now())) return { token: usable.accessToken };
    const spare = usable !== undefined && isGood(usable, now()) ? usable.accessToken : undefined;
    if (spare !== undefined && isQuiet(row.id)) return { token: spare };
    const stuck = hopeless(held, now());
    if (stuck !== undefined) {
      if (row.attention === null) await note(tx, held, stuck);
      return { stuck, name: row.name };
    }
    const refreshToken = tokens?.refreshToken ?? "";
    noteUsed(refreshToken);
    const answer = await askProvider(deps, held).catch((error: unknown) => {
      if (refusalOf(error) !== undefined) throw error;
      const problem = explainOAuthFailure(error, provider.name);
      if (spare === undefined || problem.fault !== "upstream") throw problem;
      quietUntil.set(row.id, now().getTime() + quietMs);
      return undefined;
    });
    if (answer === undefined) return { token: spare ?? "" };
    const fetched = tokensFrom(answer, refreshToken, now());
    const kept = fetched.refreshToken === refreshToken;
    // Google's limit on apps in testing counts from the day somebody connected it.
    const stays = kept || settings.inTesting === "true";
    const known = { now: now(), before: row.expiresAt, kept: stays };
    const plaintext = JSON.stringify({ ...withoutTokens(secrets), ...fetched });
    await storeTokens(tx, key, {
      envelope: ring.seal(plaintext, held.binding),
      expiresAt: isPersons(row) ? accessEnd(answer, fetched, known) : null,
    });
    return { token: fetched.accessToken };
  }

  async function fetchToken(key: Key, refused: string | undefined): Promise<string> {
    for (let again = false; ; again = true) {
      let used = "";
      const noteUsed = (refreshToken: string) => {
        used = refreshToken;
      };
      try {
        const fetched = await prisma.$transaction((tx) => fetchLocked(tx, key, refused, noteUsed), {
          timeout: transactionMs,
          maxWait: transactionMs,
        });
        if ("token" in fetched) return fetched.token;
        throw needsAttention(fetched.name, fetched.stuck);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        const { reason, name, rotated } = await noteRefusal(key, refusal, used);
        // Somebody has stored newer tokens: ours was used up by them. Once more, with theirs.
        if (rotated && !again) continue;
        throw needsAttention(name, reason);
      }
    }
  }

  /** Puts a refusal on the connection and on record, unless it was about tokens of the past. */
  async function noteRefusal(key: Key, refusal: Refusal, used: string) {
    return await prisma.$transaction(async (tx) => {
      const held = open(await existing(lockConnection(tx, key)));
      const reason = reasonOf(refusal, held, now());
      const rotated = (held.tokens?.refreshToken ?? "") !== used;
      if (!rotated) await note(tx, held, reason);
      return { reason, name: held.row.name, rotated };
    });
  }

  async function note(tx: Prisma.TransactionClient, held: Held, reason: Attention): Promise<void> {
    const { row, secrets, binding, provider } = held;
    const ended = reason.code === oauthAttention.ended;
    await storeAttention(tx, row, {
      attention: reason,
      envelope: ended ? ring.seal(JSON.stringify(withoutTokens(secrets)), binding) : undefined,
    });
    const who = { ...nobody, workspaceId: row.workspaceId };
    await recordAudit(tx, who, {
      action: "connection.attention",
      ...{ targetType: "connection", targetId: row.id, targetName: row.name },
      after: { ...reason, provider: provider.name },
    });
  }

  const isQuiet = (id: string) => (quietUntil.get(id) ?? 0) > now().getTime();

  return {
    freshIn(secrets) {
      const tokens = tokensIn(secrets);
      return tokens !== undefined && isFresh(tokens, now()) ? tokens.accessToken : undefined;
    },
    async accessToken(key, refused) {
      const flight = JSON.stringify([key.workspaceId, key.id, refused ?? null]);
      const running = flights.get(flight);
      if (running !== undefined) return await running;
      const started = turnstile(() => fetchToken(key, refused)).finally(() =>
        flights.delete(flight),
      );
      flights.set(flight, started);
      return await started;
    },
  };
}

/** A token, or why there is none until somebody has seen to it. */
type Fetched = { token: string } | { stuck: Attention; name: string };

type Held = {
  row: Connection;
  binding: { workspaceId: string; connectionId: string; kind: string };
  secrets: Secrets;
  settings: JsonObject;
  provider: Provider;
  tokens: ReturnType<typeof tokensIn>;
};

/** Patchbay itself, for the audit log. */
const nobody = { name: "Patchbay", ip: "", userAgent: "", requestId: "" };

async function askProvider({ configurations }: TokenKeeperDeps, held: Held) {
  const { provider, secrets, tokens, row } = held;
  const configuration = await configurations.of(provider, secrets.clientSecret ?? "");
  if (isPersons(row))
    return await client.refreshTokenGrant(configuration, tokens?.refreshToken ?? "");
  return await client.clientCredentialsGrant(configuration, {
    ...(provider.scopes.length > 0 && { scope: provider.scopes.join(" ") }),
    ...provider.tokenParameters,
  });
}

/** Why asking the provider cannot help until somebody has seen to it; undefined when it may. */
function hopeless({ row, tokens, provider }: Held, now: Date): Attention | undefined {
  const noted = attention.parse(row.attention);
  if (noted?.code === oauthAttention.clientRefused) {
    return now.getTime() - Date.parse(noted.since) < refusedMs ? noted : undefined;
  }
  if (!isPersons(row) || (tokens?.refreshToken ?? "") !== "") return undefined;
  if (noted?.code.startsWith("oauth_")) return noted;
  if (tokens === undefined) return notConnected(now);
  return {
    code: oauthAttention.ended,
    message: `${provider.name} gave an access that has ended, and no right to renew it.`,
    since: now.toISOString(),
  };
}

/** Answers after which only a person at the provider can help. */
const endings = new Set([
  "invalid_grant",
  "interaction_required",
  "consent_required",
  "login_required",
]);

function reasonOf(
  refusal: Refusal,
  { row, provider, secrets, settings }: Held,
  now: Date,
): Attention {
  const words = hideSecrets(wordsOf(refusal), Object.values(secrets));
  const since = now.toISOString();
  if (isPersons(row) && endings.has(refusal.error)) {
    const testing =
      settings.inTesting === "true" && row.expiresAt !== null && row.expiresAt <= now
        ? " Google ends the access of apps in testing after seven days."
        : "";
    return {
      code: oauthAttention.ended,
      message: `${provider.name} does not accept the stored access any more: it was revoked or has run out.${testing} It said ${words}`,
      since,
    };
  }
  return {
    code: oauthAttention.clientRefused,
    message: `${provider.name} refused the app: ${words}`,
    since,
  };
}

function isPersons(row: Connection): boolean {
  return connectionKindOf(row.kind)?.oauth === "person";
}

async function existing(found: Promise<Connection | null>): Promise<Connection> {
  const row = await found;
  if (row !== null) return row;
  throw new UserError("connection_missing", "The connection of this step was deleted.", {
    next: "Choose another connection, or ask an administrator to restore it.",
  });
}
