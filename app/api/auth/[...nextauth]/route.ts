import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthOptions } from "#lib/access/next-auth-options.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's public endpoints, without `_log`, where browsers could write into our log. */
const endpoints = new Set([
  "callback",
  "csrf",
  "error",
  "providers",
  "session",
  "signin",
  "signout",
]);

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const [endpoint = ""] = (await context.params).nextauth;
  if (!endpoints.has(endpoint)) return new Response(null, { status: 404 });
  return NextAuth(request, context, nextAuthOptions());
}

export { handle as GET, handle as POST };
