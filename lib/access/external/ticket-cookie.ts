import type { cookies } from "next/headers";
import { services } from "#lib/server/services.ts";

type Jar = Awaited<ReturnType<typeof cookies>>;

const name = "patchbay.sign-in-code";
/** As long as the ticket is good, in seconds. */
const lifeSeconds = 600;

/** Keeps the ticket for the second step out of addresses on the way to the page that asks for the code. */
export function keepTicket(jar: Jar, ticket: string): void {
  set(jar, ticket, lifeSeconds);
}

export function readKeptTicket(jar: Pick<Jar, "get">): string | undefined {
  return jar.get(name)?.value || undefined;
}

export function dropTicket(jar: Jar): void {
  if (readKeptTicket(jar) !== undefined) set(jar, "", 0);
}

function set(jar: Jar, value: string, maxAge: number): void {
  const secure = services().access.secureCookies();
  // Lax: the way from the provider to the form is one navigation that began elsewhere.
  jar.set(name, value, { httpOnly: true, sameSite: "lax", path: "/sign-in", secure, maxAge });
}
