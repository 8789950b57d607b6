import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import createNext from "next";
import { UserError } from "#lib/errors/user-error.ts";
import type { PublicPage } from "../public-page.ts";
import { problemOf, problemType } from "../routes/problem-reply.ts";
import { isActionOriginAllowed } from "./action-origin.ts";
import { securePage } from "./page-security.ts";

export type NextPagesOptions = {
  dev: boolean;
  projectFolder: string;
  host: string;
  port: number;
  trustProxy: boolean;
  https: boolean;
  /** What is special about a path that is for everybody; asked for every page. */
  publicPage(path: string): Promise<PublicPage | undefined>;
};

export type NextPages = {
  handle(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Development mode only: the socket over which pages reload. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
};

/** Next as the part of this process that renders pages and runs server actions. */
export async function prepareNextPages(options: NextPagesOptions): Promise<NextPages> {
  // Next's declaration of its default export predates modules; at run time this is the function.
  const create = createNext as unknown as typeof import("next").default;
  // Next listens for upgrades on the server it is given, else on that of its first request, and leaves
  // those it does not know open for ever. This one never listens; `upgrade` passes on what is Next's.
  const upgrades = new Server();
  const next = create({
    dev: options.dev,
    dir: options.projectFolder,
    hostname: options.host,
    port: options.port,
    quiet: true,
    httpServer: upgrades,
  });
  await quietly(() => next.prepare());
  const render = next.getRequestHandler();

  return {
    async handle(request, reply) {
      const raw: IncomingMessage = request.raw;
      const response: ServerResponse = reply.raw;
      if (!isActionOriginAllowed(raw, options.trustProxy)) {
        await reply.code(403).send({
          code: "origin_refused",
          message: "This request did not come from Patchbay's own pages.",
        });
        return;
      }
      reply.hijack();
      const path = raw.url?.split("?")[0] ?? "/";
      const page = await options.publicPage(path);
      // Next renders a page that throws "not found" in the browser only; this one is rendered here.
      if (page?.missing === true) response.statusCode = 404;
      securePage(raw, response, {
        dev: options.dev,
        https: options.https,
        ...(page !== undefined && { frameAncestors: page.frameAncestors }),
      });
      // Facts for our pages. A client cannot forge them: they are set here, over whatever it sent.
      raw.headers["x-patchbay-client"] = request.ip;
      raw.headers["x-patchbay-path"] = raw.url ?? "/";
      raw.headers["x-request-id"] = request.id;
      await render(raw, response);
    },
    upgrade(request, socket, head) {
      const isNexts = request.url?.startsWith("/_next/") ?? false;
      if (isNexts && upgrades.emit("upgrade", request, socket, head)) return;
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    },
    close: () => next.close(),
  };
}

/**
 * Next reports how long it took to read its configuration, whatever `quiet` says; whoever starts
 * Patchbay has no use for it. Everything else still gets out.
 */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = (...words: unknown[]) => {
    if (!words.some((word) => String(word).includes("next.config"))) log(...words);
  };
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/**
 * Hands everything that no route of ours answers to Next, its body unread. What only a program asks
 * for is refused here, in the form that programs read.
 */
export function mountNextPages(app: FastifyInstance, pages: Pick<NextPages, "handle">): void {
  app.addHook("onRequest", async (request, reply) => {
    // The API says for itself what it does not have.
    if (!request.is404 || request.url.startsWith("/api/v1/")) return;
    if (!isEndpoint(request.url)) return await pages.handle(request, reply);
    const { status, body } = problemOf(
      new UserError("not_found", "There is nothing at this address, or not for this method."),
    );
    await reply.code(status).header("cache-control", "no-store").type(problemType).send(body);
  });
}

/** Whether an address is one of the API's, and not of that half of it which Next answers. */
function isEndpoint(url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  if (path.startsWith("/api/")) return !path.startsWith("/api/auth/");
  return path === "/api" || path.startsWith("/chat/api/") || path === "/hooks";
}
