import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { ResolvedConnection } from "../contract.ts";

export type HookCall = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type HookReply = { status?: number; headers?: Record<string, string>; body?: string };

/** A hook of an automation service on this machine: what it got, and what it answers. */
export async function startLocalHook() {
  const calls: HookCall[] = [];
  const state: { reply: (call: HookCall) => HookReply } = { reply: () => ({}) };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url: path = "", headers } = request;
    const call = { method, path, headers, body };
    calls.push(call);
    const reply = state.reply(call);
    response.writeHead(reply.status ?? 200, reply.headers ?? { "content-type": "text/plain" });
    response.end(reply.body ?? "Accepted");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  return {
    host,
    origin: `http://${host}`,
    calls,
    /** Answers every further call so. */
    answer: (reply: HookReply | ((call: HookCall) => HookReply)) => {
      state.reply = typeof reply === "function" ? reply : () => reply;
    },
    /** The newest call's body as JSON. */
    lastData: () => JSON.parse(calls.at(-1)?.body ?? "null"),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A connection to such a hook, as a step gets it. */
export function hookConnection(
  kind: string,
  origin: string,
  more: Partial<Pick<ResolvedConnection, "settings" | "secrets">> = {},
): ResolvedConnection {
  return {
    id: "c1",
    kind,
    name: "Leads",
    settings: { allowInsecure: "true", otherHost: "true", ...more.settings },
    secrets: { hookUrl: `${origin}/hook/secret-part`, ...more.secrets },
  };
}
