import { signedInBrowser } from "../driver/browser.ts";
import { measureBundle } from "../driver/bundle.ts";
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
      const { page, close } = await signedInBrowser(product.baseUrl, account);
      const sizes = await measureBundle(page).finally(close);
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
