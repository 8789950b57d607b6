import { headers } from "next/headers";
import type { z } from "zod";
import { describeError } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type Services, services } from "#lib/server/services.ts";
import type { ActionResult } from "./action-result.ts";
import type { Actor } from "./contract.ts";
import { type Permission, requirePermission } from "./permissions.ts";
import { requestActor } from "./request-actor.ts";

type ActionOptions<Input extends z.ZodType> = { permission: Permission; input: Input };
type Work<Input extends z.ZodType, Value> = (
  input: z.infer<Input>,
  context: { actor: Actor; services: Services },
) => Promise<Value>;

/**
 * The one way in for server actions: an own origin, somebody signed in, the permission, strict
 * input, then the work. Whatever goes wrong comes back as data with a sentence for people.
 */
export function action<Input extends z.ZodType, Value>(
  { permission, input }: ActionOptions<Input>,
  work: Work<Input, Value>,
): (raw: z.input<Input>) => Promise<ActionResult<Value>> {
  return async (raw) => {
    try {
      await requireOwnOrigin();
      const actor = await requestActor();
      if (actor === null) {
        return refused("not_signed_in", "You are signed out.", "Sign in again; nothing is lost.");
      }
      requirePermission(actor, permission);
      const parsed = input.safeParse(raw);
      if (!parsed.success) {
        const issues = parsed.error.issues.map((issue) => ({
          path: issue.path.join("."),
          message: issue.message,
        }));
        return {
          ok: false,
          error: {
            code: "invalid_input",
            message: issues[0]?.message ?? "Something in the form is not right.",
            issues,
          },
        };
      }
      return { ok: true, value: await work(parsed.data, { actor, services: services() }) };
    } catch (error) {
      if (!isPatchbayError(error)) services().settings.report(error);
      const { code, message, next } = describeError(error);
      return { ok: false, error: { code, message, next } };
    }
  };
}

/** Server actions are called by our own pages only. Next checks this too; here it cannot be left out. */
async function requireOwnOrigin(): Promise<void> {
  const received = await headers();
  const origin = received.get("origin");
  const host = received.get("x-forwarded-host") ?? received.get("host");
  if (origin !== null && URL.parse(origin)?.host === host) return;
  throw new UserError("origin_refused", "This request did not come from Patchbay's own pages.");
}

function refused(code: string, message: string, next: string): ActionResult<never> {
  return { ok: false, error: { code, message, next } };
}
