import type { HttpClient, HttpRequest, HttpResponse } from "#lib/http/client.ts";
import type { EgressGuard } from "#lib/http/egress-guard.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { TokenCache } from "../token-cache.ts";
import type { ConnectionValues, Misfit } from "./kind.ts";

/** A request that is given a credential, in place. */
export type Authorised = HttpRequest & { headers: Record<string, string> };

/** What a kind's server half works with: the ways out, and a place for short-lived tokens. */
export type KindTools = {
  http: HttpClient;
  /** Sends a request with the connection's credential, as a step would. */
  send: (request: Authorised, connection: ResolvedConnection) => Promise<HttpResponse>;
  guard: EgressGuard;
  tokens: TokenCache;
  now: () => Date;
};

/** How a test went, in a plain sentence that may hold no secret. */
export type Verdict = { ok: boolean; message: string };

/** The server half of a kind of credential. */
export type KindServer = {
  /**
   * Adds the credential to a web request and says which parts of it are secret.
   *
   * @throws UserError `connection_missing` when a part of the credential is empty
   */
  authorise?: (request: Authorised, connection: ResolvedConnection) => void;
  /**
   * For credentials that answer a question of the other side (RFC 9110, 11.6.1): adds the answer to the
   * request, which is then sent once more. False when this 401 asks for nothing that it can answer.
   */
  answerChallenge?: (
    request: Authorised,
    response: Pick<HttpResponse, "headers">,
    connection: ResolvedConnection,
  ) => boolean;
  /**
   * Fetches what a step needs besides what is stored, such as a short-lived token, and adds it to
   * the connection's secrets.
   */
  prepare?: (connection: ResolvedConnection, tools: KindTools) => Promise<ResolvedConnection>;
  /** What is wrong with new values, where it takes a server to tell. */
  check?: (values: ConnectionValues) => Misfit[];
  /** When the credential ends, as far as its values say. */
  expiresAt?: (values: ConnectionValues) => Date | null;
  /** Finds out whether it works. What it throws is told as a failed test. */
  test: (connection: ResolvedConnection, tools: KindTools) => Promise<Verdict>;
};
