import assert from "node:assert/strict";
import { test } from "node:test";
import { chatTarget } from "#lib/chat/chat-bench.fixture.ts";
import { publicPageOf } from "./public-page.ts";

test("a chat may be framed by its flow's websites, and one that is not published is missing", async () => {
  const target = chatTarget({ chat: { allowedOrigins: ["https://shop.example"] } });
  const publicPage = publicPageOf({
    liveBySlug: async (slug) => {
      if (slug === "down") throw new Error("no database");
      return slug === "orders" ? target : null;
    },
  });
  assert.deepEqual(await publicPage("/chat/orders"), {
    frameAncestors: ["'self'", "https://shop.example"],
    missing: false,
  });
  assert.deepEqual(await publicPage("/chat/nope"), { frameAncestors: ["'self'"], missing: true });
  assert.partialDeepStrictEqual(await publicPage("/chat/down"), { missing: false });
  assert.partialDeepStrictEqual(await publicPage("/chat/%E0%A4%A"), { missing: true });
  assert.equal(await publicPage("/flows"), undefined);
  assert.equal(await publicPage("/chat/orders/more"), undefined);
});
