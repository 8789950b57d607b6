import { headers } from "next/headers";
import { cache } from "react";
import { services } from "#lib/server/services.ts";
import type { Actor, Caller } from "./contract.ts";

/** Where the present request comes from. Fastify has set the address and the request's id. */
export async function requestCaller(): Promise<Caller> {
  const received = await headers();
  return {
    ip: received.get("x-patchbay-client") ?? "",
    userAgent: received.get("user-agent") ?? "",
    requestId: received.get("x-request-id") ?? "",
  };
}

/** Who is signed in, once per request; null when nobody is. */
export const requestActor = cache(async (): Promise<Actor | null> => {
  const cookies = (await headers()).get("cookie") ?? undefined;
  return services().access.actorFromCookies(cookies, await requestCaller());
});
