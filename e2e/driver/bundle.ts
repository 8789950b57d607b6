import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { canvasAtRest, card } from "./editor.ts";

/**
 * The gzipped size of every script that the browser receives until the example flow can be dragged
 * and a node's inspector is open, dynamic chunks included, in bytes. Each is gzipped here at level
 * 9, so that the server's compression does not matter. `page` is signed in, on the Flows page.
 */
export async function measureBundle(page: Page): Promise<number[]> {
  const flow = await page
    .getByRole("link", { name: /^Example/ })
    .first()
    .getAttribute("href");
  return collectScripts(page, async () => {
    await page.goto(flow ?? "");
    const example = card(page, "Ask for the name");
    await example.click();
    await page.getByRole("tab", { name: "Setup" }).waitFor();
    await canvasAtRest(page);
    const box = await example.boundingBox();
    if (box === null) throw new Error("the card is not on the canvas");
    await page.mouse.move(box.x + 40, box.y + 16);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 56, { steps: 4 });
    await page.mouse.up();
    await page.waitForLoadState("networkidle");
  });
}

async function collectScripts(page: Page, act: () => Promise<void>): Promise<number[]> {
  // Without a cache: what the sign-in page loaded counts as well.
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") bodies.set(response.url(), response.body());
  });
  await act();
  const loaded = await Promise.all(bodies.values());
  return loaded.map((body) => gzipSync(body, { level: 9 }).byteLength);
}
