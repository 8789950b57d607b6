import * as client from "openid-client";
import { z } from "zod";
import type { KeyRing } from "#lib/connections/key-ring.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { plainCause } from "#lib/errors/plain-cause.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { createAttempts } from "../attempts.ts";
import { recordAudit } from "../audit.ts";
import type { Caller } from "../contract.ts";
import { openSession } from "../open-session.ts";
import { ownPath } from "../own-path.ts";
import { issueTicket } from "../second-factor/second-step.ts";
import { hashToken, newToken } from "../session-token.ts";
import { createProviderClient, type Profile, type Proof } from "./ask-provider.ts";
import type { ExternalSignIn, RefusalReason, SignInProvider } from "./contract.ts";
import { findPerson, lockProfile } from "./find-person.ts";

export type ExternalSignInDeps = {
  prisma: PrismaClient;
  ring: Pick<KeyRing, "seal" | "open">;
  http: HttpClient;
  providers: readonly SignInProvider[];
  /** The address people use. */
  baseUrl: string;
  /** Told of providers that cannot be asked. Default: nothing. */
  onError?: (error: unknown) => void;
  clock?: () => Date;
};

const purpose = "external-sign-in";
/** How long somebody may take at the provider, in ms. */
const lifeMs = 10 * 60_000;

const stateData = z.object({
  provider: z.string(),
  /** The hash of what the browser was given: nobody is signed in by a link that somebody else made. */
  browser: z.string(),
  next: z.string(),
  sealed: z.unknown(),
});
const proof = z.object({ state: z.string(), verifier: z.string(), nonce: z.string() });

/** Signing in at a provider instead of with a password. The session is one like any other. */
export function createExternalSignIn(deps: ExternalSignInDeps): ExternalSignIn {
  const { prisma, ring, http } = deps;
  const clock = deps.clock ?? (() => new Date());
  const attempts = createAttempts(() => clock().getTime());
  const redirectAddress = new URL("/sign-in/callback", deps.baseUrl).href;
  const known = new Map(
    deps.providers.map((provider) => [
      provider.id as string /* what a browser names is any text */,
      { provider, asked: createProviderClient(provider, http) },
    ]),
  );
  const bindingOf = (tokenHash: string) => ({
    ...{ workspaceId: "", connectionId: tokenHash, kind: purpose },
  });

  async function refuse(
    reason: RefusalReason,
    provider: SignInProvider,
    caller: Caller,
    person?: { id: string; name: string },
  ) {
    await recordAudit(
      prisma,
      { ...caller, ...(person && { userId: person.id, name: person.name }) },
      {
        action: "session.refused",
        ...{ targetType: "user", targetId: person?.id ?? "", targetName: person?.name ?? "" },
        after: { provider: provider.id, reason },
      },
    );
    return { ok: false as const, reason };
  }

  async function open(profile: Profile, provider: SignInProvider, caller: Caller) {
    return await prisma.$transaction(async (tx) => {
      // Two first sign-ins of one person at once: the second finds what the first has made.
      await lockProfile(tx, profile);
      const found = await findPerson(tx, profile, caller, clock());
      if ("refused" in found || "asksForCode" in found) return found;
      const { person, workspaceId } = found;
      const where = { person, workspaceId, via: provider.id };
      return await openSession(tx, where, caller, clock());
    });
  }

  return {
    providers: deps.providers.map(({ id, label }) => ({ id, label })),
    redirectAddress,

    async start({ provider: id, next }, caller) {
      attempts.take(`start:${caller.ip}`);
      const chosen = known.get(id);
      if (chosen === undefined) {
        throw new UserError("not_found", "Nobody can sign in this way here.");
      }
      const held: Proof = {
        state: client.randomState(),
        verifier: client.randomPKCECodeVerifier(),
        nonce: client.randomNonce(),
      };
      const url = await chosen.asked.address(held, redirectAddress).catch((error: unknown) => {
        deps.onError?.(plainCause(error));
        throw new UserError("oauth_refused", `${chosen.provider.label} cannot be reached.`, {
          next: "Sign in with your password, or try again in a moment.",
        });
      });
      const now = clock();
      const browserToken = newToken();
      const tokenHash = hashToken(held.state);
      await prisma.$transaction([
        prisma.oneTimeToken.deleteMany({ where: { purpose, expiresAt: { lt: now } } }),
        prisma.oneTimeToken.create({
          data: {
            ...{ tokenHash, purpose, createdAt: now },
            expiresAt: new Date(now.getTime() + lifeMs),
            data: {
              provider: id,
              browser: hashToken(browserToken),
              next: ownPath(next),
              sealed: ring.seal(JSON.stringify(held), bindingOf(tokenHash)),
            },
          },
        }),
      ]);
      return { url: url.href, browserToken };
    },

    async finish({ parameters, browserToken }, caller) {
      const key = `finish:${caller.ip}`;
      attempts.take(key);
      const tokenHash = hashToken(parameters.state ?? "");
      const row = await prisma.oneTimeToken.findFirst({ where: { tokenHash, purpose } });
      if (row === null) return { ok: false, reason: "expired" };
      const data = stateData.parse(row.data);
      // Not used up by whoever it does not belong to.
      if (data.browser !== hashToken(browserToken)) return { ok: false, reason: "elsewhere" };
      const now = clock();
      const { count } = await prisma.oneTimeToken.updateMany({
        where: { tokenHash, purpose, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      const chosen = known.get(data.provider);
      if (count !== 1 || chosen === undefined) return { ok: false, reason: "expired" };
      const { provider, asked } = chosen;
      if (parameters.error !== undefined) {
        return await refuse(
          parameters.error === "access_denied" ? "denied" : "failed",
          provider,
          caller,
        );
      }
      const back = new URL(redirectAddress);
      for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
      const held = proof.parse(JSON.parse(ring.open(data.sealed, bindingOf(tokenHash))));
      const profile = await asked.profile(back, held).catch((error: unknown) => {
        deps.onError?.(plainCause(error));
        return undefined;
      });
      if (profile === undefined) return await refuse("failed", provider, caller);
      const opened = await open(profile, provider, caller);
      if ("refused" in opened) {
        return await refuse(opened.refused, provider, caller, opened.person);
      }
      attempts.giveBack(key);
      attempts.giveBack(`start:${caller.ip}`);
      if ("asksForCode" in opened) {
        const first = { provider: provider.id, profile };
        const ticket = await issueTicket(prisma, opened.asksForCode, clock(), first);
        return { ok: true, ticket, next: data.next };
      }
      return { ok: true, sessionId: opened.sessionId, next: data.next };
    },
  };
}
