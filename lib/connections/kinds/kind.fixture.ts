import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { generate } from "selfsigned";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { kindServerOf } from "../kind-servers.ts";
import { connectionKindOf } from "../kinds.ts";
import { readValues } from "../read-values.ts";
import { createTokenCache } from "../token-cache.ts";
import type { KindTools } from "./kind-server.ts";

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

/** The ways out as the product has them, with this machine allowed; `close` ends every server. */
export function createBench() {
  const http = createHttpClient({ allow: ["127.0.0.0/8"] });
  const clock = { now: Date.now() };
  const servers: Server[] = [];
  const tools: KindTools = {
    http,
    guard: createEgressGuard(readAllowList(["127.0.0.0/8"])),
    tokens: createTokenCache(() => clock.now),
    now: () => new Date(clock.now),
    send: (request, connection) => sendAuthorised(http, request, connection),
  };
  return {
    tools,
    clock,
    keep: (server: Server) => void servers.push(server),
    /** A provider of its own: what it received, and how it answers. */
    async serve(
      answer: (request: Received) => { status: number; headers?: object; body?: string },
    ) {
      const received: Received[] = [];
      const listener: RequestListener = async (request, response) => {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        const { method = "", url: path = "", headers } = request;
        received.push({ method, path, headers, body });
        const { status, headers: given, body: text } = answer({ method, path, headers, body });
        response.writeHead(status, { ...given }).end(text ?? "");
      };
      const server = createServer(listener);
      servers.push(server);
      return { origin: `http://127.0.0.1:${await listen(server)}`, received };
    },
    async close() {
      await http.close();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

/** Listens on a free port of this machine. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // it listens on a port
}

/** A connection as a form's values make it, decrypted. Throws what the form would show. */
export function connectionOf(
  kindId: string,
  values: { [key: string]: string },
): ResolvedConnection {
  const kind = connectionKindOf(kindId);
  if (kind === undefined) throw new Error(`no kind ${kindId}`);
  const read = readValues(kind, values);
  const wrong = kindServerOf(kindId)?.check?.(read) ?? [];
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join(" "));
  return { id: kindId, kind: kindId, name: "Shop", ...read };
}

/** A certificate for 127.0.0.1 and a name, with its key. */
export async function makeCertificate(name: string, options: { notAfterDate?: Date } = {}) {
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    ...options,
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { certificate: made.cert, privateKey: made.private };
}
