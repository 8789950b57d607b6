import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { routeOf, routesOfApp } from "../driver/pages.ts";
import { emptyStage, scenes } from "../driver/scenes.ts";
import { startProduct } from "../driver/start-product.ts";

const account = { email: "ada@example.com", password: "a sentence nobody guesses" };
/** Has the sign-in page offer a provider; nobody goes there. */
const signInWithGoogle = {
  PATCHBAY_GOOGLE_CLIENT_ID: "client-of-the-test",
  PATCHBAY_GOOGLE_CLIENT_SECRET: "a-secret-of-the-test-0123456789",
};
const themes = ["light", "dark"] as const;

// A trace of some hundred states takes as long as looking at them.
test.use({ trace: "off" });

/**
 * Every page, dialog, empty and error state, in both themes, has no serious or critical violation
 * and its headings in order; a route of the app that no scene visits fails the test.
 */
test("axe finds nothing serious on any page, in light and dark", async ({ browser }) => {
  test.setTimeout(600_000);
  const product = await startProduct({ env: signInWithGoogle });
  const context = await browser.newContext({
    baseURL: product.baseUrl,
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 720 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const routes = routesOfApp();
  const visited = new Set<string | undefined>(["/"]);
  page.on("framenavigated", (frame) => visited.add(routeOf(new URL(frame.url()).pathname, routes)));
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(`the page threw: ${error.message}`));
  try {
    const stage = emptyStage(page, account);
    for (const scene of scenes) {
      await test.step(scene.name, async () => {
        try {
          await scene.show(stage);
        } catch (error) {
          // The others are still worth looking at: what is found is told together at the end.
          found.push(`${scene.name}: could not be shown: ${String(error).split("\n", 1)[0]}`);
          return;
        }
        for (const theme of themes) {
          await wearTheme(page, theme);
          // No page here holds another site's; without that, a check needs no page of its own.
          const axe = new AxeBuilder({ page })
            .setLegacyMode(true)
            .options({ resultTypes: ["violations"] });
          // A theme is colours: the rest was found, or not, in the first one.
          if (theme !== themes[0]) axe.withRules(["color-contrast", "link-in-text-block"]);
          const { violations } = await axe.analyze();
          for (const { id, impact, nodes } of violations) {
            const isMinor = impact !== "serious" && impact !== "critical";
            if (isMinor && id !== "heading-order") continue;
            for (const { target, failureSummary } of nodes)
              found.push(`${scene.name}, ${theme}: ${id} at ${target}: ${failureSummary}`);
          }
        }
      });
    }
    expect(found).toEqual([]);
    expect(routes.filter((route) => !visited.has(route))).toEqual([]);
  } finally {
    await context.close();
    await product.stop();
  }
});

/** Puts a theme on and waits until colours that fade into it have arrived. */
async function wearTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate(async (name) => {
    document.documentElement.dataset.theme = name;
    await new Promise(requestAnimationFrame);
    await Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    );
  }, theme);
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}
