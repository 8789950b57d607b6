import { expect, test } from "@playwright/test";
import { measureBundle } from "../driver/bundle.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

test("the editor's JavaScript stays under 450 KB gzipped", async ({ browser }) => {
  const sizes = await measureBundle(await visitAsOwner(browser, product.baseUrl));
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1_000;
  expect(sizes.length, "scripts that arrived").toBeGreaterThan(5);
  expect(total, "KB of JavaScript, gzipped").toBeLessThan(450);
});
