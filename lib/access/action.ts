import { headers } from "next/headers";
import type { z } from "zod";
import { describeError } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type Services, services } from "#lib/server/services.ts";
import type { ActionError, ActionResult } from "./action-result.ts";
import type { Actor, Caller } from "./contract.ts";
import { readInput } from "./input-issues.ts";
import { requireOwnOrigin } from "./own-origin.ts";
import { type Permission, requirePermission } from "./permissions.ts";
import { requestActor, requestCaller } from "./request-actor.ts";

/**
 * The one way in for server actions: an own origin, somebody signed in, the permission, strict
 * input, then the work. Whatever goes wrong comes back as data with a sentence for people.
 */
export function action<Input extends z.ZodType, Value>(
  { permission, input }: { permission: Permission; input: Input },
  work: (input: z.infer<Input>, context: { actor: Actor; services: Services }) => Promise<Value>,
): (raw: z.input<Input>) => Promise<ActionResult<Value>> {
  return (raw) =>
    answer(async () => {
      await requireOwnPage();
      const actor = await requestActor();
      if (actor === null) {
        throw new UserError("not_signed_in", "You are signed out.", {
          next: "Sign in again; nothing is lost.",
        });
      }
      requirePermission(actor, permission);
      return work(readInput(input, raw), { actor, services: services() });
    });
}

/** The same for what somebody without a session may do: set up, sign in. */
export function publicAction<Input extends z.ZodType, Value>(
  { input }: { input: Input },
  work: (input: z.infer<Input>, context: { caller: Caller; services: Services }) => Promise<Value>,
): (raw: z.input<Input>) => Promise<ActionResult<Value>> {
  return (raw) =>
    answer(async () => {
      await requireOwnPage();
      const caller = await requestCaller();
      return work(readInput(input, raw), { caller, services: services() });
    });
}

async function answer<Value>(work: () => Promise<Value>): Promise<ActionResult<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    // Next's own signals, such as a redirect, are thrown and must go on to Next.
    if (isNextSignal(error)) throw error;
    if (!isPatchbayError(error)) services().settings.report(error);
    const { code, message, next, details } = describeError(error);
    const told: ActionError = { code, message, next };
    if (Array.isArray(details?.issues)) told.issues = details.issues;
    return { ok: false, error: told };
  }
}

/** Next compares hosts too, but lets a request without an Origin pass. */
async function requireOwnPage(): Promise<void> {
  const received = await headers();
  requireOwnOrigin(
    {
      origin: received.get("origin"),
      host: received.get("host"),
      forwardedHost: received.get("x-forwarded-host"),
    },
    services().settings,
  );
}

function isNextSignal(error: unknown): boolean {
  return (
    error instanceof Error &&
    "digest" in error &&
    typeof error.digest === "string" &&
    error.digest.startsWith("NEXT_")
  );
}
