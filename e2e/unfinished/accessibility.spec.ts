import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { routeOf, routesOfApp } from "../driver/pages.ts";
import { emptyStage, scenes } from "../driver/scenes.ts";
import { startProduct } from "../driver/start-product.ts";

const account = { email: "ada@example.com", password: "a sentence nobody guesses" };
const themes = ["light", "dark"] as const;

/**
 * Not in the test run yet: it still finds what has to be mended, and its scenes stop at the problems
 * panel. It moves to the journeys once it passes.
 *
 * Every page, dialog, empty and error state, in both themes, has no serious or critical violation;
 * a route of the app that no scene visits fails the test.
 */
test("axe finds nothing serious on any page, in light and dark", async ({ browser }) => {
  test.setTimeout(300_000);
  const product = await startProduct();
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
  try {
    const stage = emptyStage(page, account);
    for (const scene of scenes) {
      await test.step(scene.name, async () => {
        await scene.show(stage).catch((error: unknown) => {
          // What was found so far is worth knowing beside what could not be shown.
          throw new Error(`${scene.name} could not be shown. Found before: ${found.join("; ")}`, {
            cause: error,
          });
        });
        for (const theme of themes) {
          await page.evaluate((name) => {
            document.documentElement.dataset.theme = name;
          }, theme);
          const { violations } = await new AxeBuilder({ page }).analyze();
          for (const { id, impact, nodes } of violations) {
            if (impact !== "serious" && impact !== "critical") continue;
            found.push(
              `${scene.name}, ${theme}: ${id} at ${nodes.map((node) => node.target).join(" | ")}`,
            );
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
