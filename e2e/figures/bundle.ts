import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { signedInBrowser } from "../driver/browser.ts";
import { startProduct } from "../driver/start-product.ts";
import { atMost, type Figure, plain } from "./figure.ts";

const account = { email: "figures@example.com", password: "a-long-password-for-figures" };

/**
 * All JavaScript transferred, dynamic chunks included, until the example flow can be dragged and a
 * node's inspector is open; each file gzipped here at level 9, so that the server's compression
 * does not matter.
 */
export const bundle: Figure = {
  name: "bundle",
  summary: "JavaScript until the example flow can be dragged and an inspector is open",
  bars: ["at most 450 KB gzipped"],
  async run() {
    const product = await startProduct({
      env: { PATCHBAY_ADMIN_EMAIL: account.email, PATCHBAY_ADMIN_PASSWORD: account.password },
    });
    try {
      const sizes = await measureBundle(product.baseUrl);
      const total = sizes.reduce((sum, size) => sum + size, 0) / 1_000;
      return {
        control: { medianMs: 0, spread: 0, voidBlocks: 0 },
        rows: [atMost("JavaScript, gzipped", total, "KB", 450), plain("files", sizes.length, "")],
      };
    } finally {
      await product.stop();
    }
  },
};

/** The gzipped size of every script that the browser received, in bytes. */
async function measureBundle(baseUrl: string): Promise<number[]> {
  const { page, close } = await signedInBrowser(baseUrl, account);
  try {
    const flow = await page
      .getByRole("link", { name: "Example: table booking" })
      .getAttribute("href");
    return await collectScripts(page, async () => {
      await page.goto(flow ?? "");
      const card = page.getByRole("group", { name: /Ask how many/ }).first();
      await card.click();
      await page.getByRole("tab", { name: "Setup" }).waitFor();
      const box = await card.boundingBox();
      if (box === null) throw new Error("the card is not on the canvas");
      await page.mouse.move(box.x + 40, box.y + 16);
      await page.mouse.down();
      await page.mouse.move(box.x + 80, box.y + 56, { steps: 4 });
      await page.mouse.up();
      await page.waitForLoadState("networkidle");
    });
  } finally {
    await close();
  }
}

async function collectScripts(page: Page, act: () => Promise<void>): Promise<number[]> {
  // A fresh cache: what the sign-in page loaded counts as well.
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
