import type { TokenEndpointResponse } from "openid-client";
import type { Secrets } from "../kinds/kind.ts";

/** Tokens as the envelope holds them, beside the client secret. Times are ISO, UTC; empty: unknown. */
export type Tokens = {
  accessToken: string;
  refreshToken: string;
  /** From when on a new access token is fetched before the old one ends. */
  accessRefreshAt: string;
  accessEndsAt: string;
};

const tokenKeys = ["accessToken", "refreshToken", "accessRefreshAt", "accessEndsAt"] as const;

/** A new access token is fetched this long before the old one ends, in ms, or a fifth of its life. */
const earlyMs = 5 * 60_000;

/** The tokens among an envelope's secrets; undefined when nobody has connected it. */
export function tokensIn(secrets: Secrets): Tokens | undefined {
  const { accessToken = "", refreshToken = "" } = secrets;
  if (accessToken === "" && refreshToken === "") return undefined;
  const { accessRefreshAt = "", accessEndsAt = "" } = secrets;
  return { accessToken, refreshToken, accessRefreshAt, accessEndsAt };
}

/** The same secrets without tokens. */
export function withoutTokens(secrets: Secrets): Secrets {
  const names: readonly string[] = tokenKeys;
  return Object.fromEntries(Object.entries(secrets).filter(([key]) => !names.includes(key)));
}

/** What a token answer leaves us with; without a new refresh token the old one stays. */
export function tokensFrom(answer: TokenEndpointResponse, old: string, now: Date): Tokens {
  const lifeMs = answer.expires_in === undefined ? undefined : answer.expires_in * 1000;
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? old,
    accessRefreshAt: lifeMs === undefined ? "" : at(lifeMs - Math.min(earlyMs, lifeMs / 5)),
    accessEndsAt: lifeMs === undefined ? "" : at(lifeMs),
  };
}

/** Whether an access token is good and not about to end. */
export function isFresh(tokens: Tokens, now: Date): boolean {
  return tokens.accessToken !== "" && isBefore(now, tokens.accessRefreshAt);
}

/** Whether an access token is good still. */
export function isGood(tokens: Tokens, now: Date): boolean {
  return tokens.accessToken !== "" && isBefore(now, tokens.accessEndsAt);
}

function isBefore(now: Date, limit: string): boolean {
  return limit === "" || now.toISOString() < limit;
}

/** Google ends the access of apps in testing after this, in ms: seven days. */
export const testingLifeMs = 7 * 86_400_000;

/**
 * When somebody will have to connect it again, as far as the provider says: null when it does not.
 * `before` is what was known of a refresh token that stays.
 */
export function accessEnd(
  answer: TokenEndpointResponse,
  tokens: Tokens,
  known: { now: Date; before: Date | null; kept: boolean },
): Date | null {
  const seconds = Number(answer.refresh_token_expires_in ?? answer.refresh_expires_in);
  if (Number.isFinite(seconds) && seconds > 0) {
    return new Date(known.now.getTime() + seconds * 1000);
  }
  if (tokens.refreshToken === "") {
    return tokens.accessEndsAt === "" ? null : new Date(tokens.accessEndsAt);
  }
  return known.kept ? known.before : null;
}
