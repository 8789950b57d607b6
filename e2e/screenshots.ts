import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { signedInBrowser } from "./driver/browser.ts";
import { editorReady, openNode, showEverything } from "./driver/editor.ts";
import { exampleFlowPath } from "./driver/pages.ts";
import { repository, startProduct } from "./driver/start-product.ts";

/** Makes the README's pictures from the running product: `node e2e/screenshots.ts`. */
const account = { email: "pictures@example.com", password: "a-long-password-for-pictures" };
const folder = join(repository, "public", "screenshots");

const product = await startProduct({
  env: { PATCHBAY_ADMIN_EMAIL: account.email, PATCHBAY_ADMIN_PASSWORD: account.password },
});
const { page, close } = await signedInBrowser(product.baseUrl, account);
try {
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1600, height: 900 });
  await page.goto(await exampleFlowPath(page));
  await editorReady(page);
  await showEverything(page);
  await openNode(page, "Ask how many");
  await page.getByRole("tab", { name: "Setup" }).waitFor();
  for (const theme of ["light", "dark"]) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await page.screenshot({ path: join(folder, `editor-${theme}.png`) });
  }
} finally {
  await close();
  await product.stop();
}
