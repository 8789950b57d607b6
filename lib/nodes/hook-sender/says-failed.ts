import type { HookAnswer, HookProduct, Meaning } from "./product.ts";

/** For services that may answer 200 and say in the body, as `status`, that they did not take the data. */
export function saysFailed(
  { status, body }: HookAnswer,
  { name, starts }: Pick<HookProduct, "name" | "starts">,
): Meaning | undefined {
  if (status !== 200 || typeof body !== "object" || body === null || !("status" in body)) {
    return undefined;
  }
  if (!["error", "failed", "failure"].includes(String(body.status))) return undefined;
  return {
    kind: "refused",
    message: `${name} answered, but did not take the data.`,
    next: `Look at its answer, and check that the ${starts} is switched on.`,
  };
}
