import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { connectionOf, listen } from "#lib/connections/kinds/kind.fixture.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { linkTo } from "#lib/http/paging/link-header.ts";
import { doneOf, executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { definition, pagesOutput } from "./definition.ts";
import { execute } from "./execute.ts";

type Received = { url: URL; headers: IncomingHttpHeaders; at: number };
let received: Received[] = [];
let answer: (url: URL, response: ServerResponse) => unknown = () => [];
const respond = async (
  request: AsyncIterable<Buffer> & { url?: string; headers: IncomingHttpHeaders },
  response: ServerResponse,
) => {
  for await (const _ of request);
  const url = new URL(request.url ?? "", `http://${request.headers.host}`);
  received.push({ url, headers: request.headers, at: performance.now() });
  const body = answer(url, response);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
};
const server = createServer(respond);
const elsewhere = createServer(respond);
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
let origin = "";
let otherOrigin = "";
before(async () => {
  origin = `http://127.0.0.1:${await listen(server)}`;
  otherOrigin = `http://127.0.0.1:${await listen(elsewhere)}`;
});
beforeEach(() => {
  received = [];
});
after(async () => {
  await http.close();
  server.close();
  elsewhere.close();
});

/** 25 things, some at a time. */
const all = Array.from({ length: 25 }, (_, id) => ({ id }));
const part = (from: number, size = 10) => all.slice(from, from + size);

async function fetched(config: JsonObject, context: TestContext = {}) {
  const url = `${origin}/things?sort=id`;
  const step = executeNode(definition, execute, { url, ...config }, { http, ...context });
  return pagesOutput.parse((await doneOf(step)).output);
}
const numbers = (name: string) => received.map(({ url }) => url.searchParams.get(name));

describe("rest api: pagination", () => {
  it("Pagination: page numbers, until a page is empty or not full", async () => {
    answer = (url) => ({ data: part((Number(url.searchParams.get("page")) - 1) * 10) });
    const whole = await fetched({ paging: "page" });
    assert.deepEqual(whole.items, all);
    assert.deepEqual(
      [whole.count, whole.pages, whole.stoppedBy, whole.isWhole],
      [25, 4, "end", true],
    );
    assert.deepEqual(numbers("page"), ["1", "2", "3", "4"]);
    assert.deepEqual(numbers("sort"), ["id", "id", "id", "id"]);
    received = [];
    assert.equal((await fetched({ paging: "page", pageSize: 10 })).pages, 3);
    answer = (url) => ({ data: part(Number(url.searchParams.get("p")) * 10) });
    assert.deepEqual((await fetched({ paging: "page", pageParam: "p", pageFirst: 0 })).items, all);
  });

  it("Pagination: offset, by the items that came or by a page's size", async () => {
    answer = (url) => part(Number(url.searchParams.get("offset")));
    assert.deepEqual((await fetched({ paging: "offset" })).items, all);
    assert.deepEqual(numbers("offset"), ["0", "10", "20", "25"]);
    received = [];
    answer = (url) => part(Number(url.searchParams.get("skip")));
    const sized = await fetched({ paging: "offset", pageParam: "skip", pageSize: 10 });
    assert.deepEqual([sized.items, numbers("skip")], [all, ["0", "10", "20"]]);
  });

  it("Pagination: a cursor in the answer, and a flag that there is more", async () => {
    answer = (url) => {
      const from = Number(url.searchParams.get("after") ?? 0);
      return { result: { rows: part(from) }, meta: { cursor: from + 10, more: from + 10 < 25 } };
    };
    const cursor = { paging: "cursor", pageParam: "after", nextPath: "meta.cursor" };
    const whole = await fetched({ ...cursor, morePath: "meta.more" });
    assert.deepEqual([whole.items, whole.pages], [all, 3]);
    assert.deepEqual(numbers("after"), [null, "10", "20"]);
  });

  it("Pagination: the Link header, relative too", async () => {
    answer = (url, response) => {
      const page = Number(url.searchParams.get("page") ?? 1);
      const next = page < 3 ? `, </things?page=${page + 1}>; title="a, b"; rel="last next"` : "";
      response.setHeader("link", `<${origin}/things?page=1>; rel="first"${next}`);
      return part((page - 1) * 10);
    };
    assert.deepEqual((await fetched({ paging: "link" })).items, all);
    for (const [header, target] of [
      [
        '<https://a.test/?p=2>; rel="next", <https://a.test/?p=9>; rel="last"',
        "https://a.test/?p=2",
      ],
      ["<?a=1,2>;rel=next", "?a=1,2"],
      ['</x>; REL="Prev NEXT"', "/x"],
      ['</x>; rel="nextish"', undefined],
      ["", undefined],
    ] as const) {
      assert.equal(linkTo(header, "next"), target, header);
    }
  });

  it("Pagination: an address in the answer; elsewhere it goes without the credential", async () => {
    answer = (url) => {
      if (url.origin === otherOrigin) return { value: part(20), "@odata.nextLink": null };
      const from = Number(url.searchParams.get("from") ?? 0);
      const place = from === 0 ? "/things?from=10" : `${otherOrigin}/things?from=20`;
      return { value: part(from), "@odata.nextLink": place };
    };
    const whole = await fetched(
      {
        paging: "next",
        nextPath: '["@odata.nextLink"]',
        headers: [{ name: "X-Account", value: "77", enabled: true }],
      },
      { connection: connectionOf("bearer", { token: "tok-123456", allowInsecure: "true" }) },
    );
    assert.deepEqual(whole.items, all);
    const sent = received.map(({ headers }) => [headers.authorization, headers["x-account"]]);
    const signedIn = ["Bearer tok-123456", "77"];
    assert.deepEqual(sent, [signedIn, signedIn, [undefined, undefined]]);
  });

  it("Pagination: limits on pages, items, data and time say that they stopped it", async () => {
    answer = (url) => part((Number(url.searchParams.get("page")) - 1) % 2 ? 0 : 10);
    const endless = { paging: "page" };
    const byPages = await fetched({ ...endless, maxPages: 3 });
    assert.deepEqual([byPages.stoppedBy, byPages.pages, byPages.isWhole], ["pages", 3, false]);
    const byItems = await fetched({ ...endless, maxItems: 25 });
    assert.deepEqual([byItems.stoppedBy, byItems.count, byItems.pages], ["items", 25, 3]);
    const byTime = await fetched({ ...endless, maxSeconds: 1, pagePauseMs: 300 });
    assert.deepEqual([byTime.stoppedBy, byTime.pages <= 4], ["time", true]);
    const pauses = received.slice(-byTime.pages).map(({ at }) => at);
    assert.ok((pauses[1] ?? 0) - (pauses[0] ?? 0) >= 290);
    answer = () => [{ text: "x".repeat(60_000) }];
    assert.deepEqual((await fetched({ ...endless, maxMegabytes: 1 })).stoppedBy, "bytes");
  });

  it("Pagination: a page that leads back to an earlier one ends it with a name", async () => {
    answer = () => ({ items: part(0), next: "/things?page=2" });
    const step = fetched({ paging: "next", nextPath: "next" });
    await assert.rejects(step, failsWith("paging_repeats", /After 2 pages/));
    answer = () => ({ items: part(0), cursor: "same" });
    await assert.rejects(
      fetched({ paging: "cursor", nextPath: "cursor" }),
      failsWith("paging_repeats"),
    );
  });

  it("Pagination: says when there is no list, and takes a path to it", async () => {
    answer = () => ({ a: part(0, 1), b: part(1, 1) });
    await assert.rejects(fetched({ paging: "page" }), failsWith("paging_no_items", /no list in/));
    answer = (url) =>
      url.searchParams.get("page") === "1" ? { a: [1], b: [2] } : { a: [], b: [] };
    assert.deepEqual((await fetched({ paging: "page", itemsPath: "b" })).items, [2]);
    answer = () => "text";
    await assert.rejects(fetched({ paging: "page", itemsPath: "b" }), failsWith("paging_no_items"));
  });

  it("Pagination: every page of a POST has its own key, the same over attempts", async () => {
    answer = (url) => (Number(url.searchParams.get("page")) < 3 ? part(0) : []);
    await fetched({ paging: "page", method: "POST" });
    const keys = received.map(({ headers }) => headers["idempotency-key"]);
    assert.deepEqual(keys, ["run-1:node-1:0", "run-1:node-1:0:1", "run-1:node-1:0:2"]);
  });

  it("hands on the items alone where that is wanted", async () => {
    answer = (url) => (url.searchParams.get("page") === "1" ? [1, 2] : []);
    const step = executeNode(
      definition,
      execute,
      { url: origin, paging: "page", handOn: "body" },
      { http },
    );
    assert.deepEqual((await doneOf(step)).output, [1, 2]);
  });
});
