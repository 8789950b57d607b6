import type { cookies } from "next/headers";
import { services } from "#lib/server/services.ts";

type Jar = Awaited<ReturnType<typeof cookies>>;

const name = "patchbay.sign-in";
/** As long as somebody may take at the provider, in seconds. */
const lifeSeconds = 600;

/** Gives the browser what it has to bring back from the provider. */
export function giveBrowserToken(jar: Jar, token: string): void {
  set(jar, token, lifeSeconds);
}

/** What the browser has brought back; it is taken from it. */
export function takeBrowserToken(jar: Jar): string {
  const token = jar.get(name)?.value ?? "";
  if (token !== "") set(jar, "", 0);
  return token;
}

function set(jar: Jar, value: string, maxAge: number): void {
  const secure = services().access.secureCookies();
  // Lax: it has to come along when the provider sends the browser here.
  jar.set(name, value, { httpOnly: true, sameSite: "lax", path: "/sign-in", secure, maxAge });
}
