import { type Browser, expect, type Page, test } from "@playwright/test";
import {
  addNode,
  createFlow,
  editorReady,
  focusTemplated,
  inspector,
  openNode,
  saved,
  templated,
} from "../driver/editor.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

test("what is typed while the full editor is still being fetched arrives letter by letter", async ({
  browser,
}) => {
  const page = await withCall(browser, "Fast typing");
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const gate = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  const address = templated(page, "Address");
  await address.click();
  await page.keyboard.type(`https://${letters}`);
  for (let left = 5; left > 0; left--) await page.keyboard.press("ArrowLeft");
  gate.resolve();
  // Goes on until the exchange has happened in the middle of it.
  let typed = "";
  while (!(await address.evaluate((element) => element.classList.contains("cm-content")))) {
    await page.keyboard.type("0123456789");
    typed += "0123456789";
    expect(typed.length, "the full editor never came").toBeLessThan(20_000);
  }
  await page.keyboard.type("-end");
  const expected = `https://${letters.slice(0, -5)}${typed}-end${letters.slice(-5)}`;
  await expect(address).toHaveText(expected);
  await expect(address).toBeFocused();
  await expectKept(page, expected);
});

test("typing right after the click loses and swaps nothing", async ({ browser }) => {
  const page = await withCall(browser, "At once");
  const expected = "https://api.example.com/orders/the-quick-brown-fox?page=1&size=20";
  await templated(page, "Address").click();
  await page.keyboard.type(expected);
  await expect(templated(page, "Address")).toHaveText(expected);
  await expectKept(page, expected);
});

test("an expression is written by hand, without the list getting in the way", async ({
  browser,
}) => {
  const page = await withCall(browser, "By hand");
  const address = templated(page, "Address");
  await focusTemplated(page, "Address");
  await page.keyboard.type("a/{{ctx.");
  await expect(address).toBeFocused();
  await expect(address).toHaveText("a/{{ctx.}}");
  await page.keyboard.type("name}}/b");
  await expect(address).toBeFocused();
  await expectKept(page, "a/{{ctx.name}}/b");

  await test.step("braces that were called by mistake go again", async () => {
    await focusTemplated(page, "Address");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("x{{");
    await expect(address).toHaveText("x{{}}");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await expectKept(page, "x");
  });
});

test("a value is chosen from the list with the keyboard", async ({ browser }) => {
  const page = await withCall(browser, "From the list");
  const address = templated(page, "Address");
  const list = page.getByRole("listbox", { name: "Values of earlier steps" });
  await focusTemplated(page, "Address");
  await page.keyboard.type("a/{{");
  await expect(list).toBeVisible();
  await expect(address).toBeFocused();
  await page.keyboard.type("ask_name");
  await expect(list.getByRole("option").first()).toContainText("nodes.ask_name");

  await test.step("the field names the active option to screen readers", async () => {
    const first = await address.getAttribute("aria-activedescendant");
    await expect(page.locator(`[id="${first}"]`)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowDown");
    await expect(address).not.toHaveAttribute("aria-activedescendant", String(first));
    await page.keyboard.press("ArrowUp");
    await expect(address).toHaveAttribute("aria-activedescendant", String(first));
    expect(await address.getAttribute("aria-controls")).toBe(await list.getAttribute("id"));
  });

  await test.step("Escape closes it for this expression, and only it", async () => {
    await page.keyboard.press("Escape");
    await expect(list).toHaveCount(0);
    await expect(address).toBeFocused();
    await expect(inspector(page).getByRole("heading", { name: "REST API" })).toBeVisible();
    await page.keyboard.type("x");
    await expect(list).toHaveCount(0);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("a/{{ask_name");
    await expect(list).toBeVisible();
  });

  await test.step("Enter goes into a step, Tab takes a value", async () => {
    await page.keyboard.press("Enter");
    await expect(address).toContainText("a/{{nodes.ask_name.");
    await page.keyboard.type("value");
    await page.keyboard.press("Backspace");
    await expect(list.getByRole("option").first()).toContainText("nodes.ask_name.value");
    await page.keyboard.press("Tab");
    await expect(list).toHaveCount(0);
    await expect(address).toBeFocused();
    await expect(address.locator(".template-chip")).toHaveText("Ask for the name › value");
    await page.keyboard.type("/b");
    await expectKept(page, "a/{{ nodes.ask_name.value }}/b");
  });

  await test.step("the button still opens the tree", async () => {
    await focusTemplated(page, "Address");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("{{");
    await inspector(page)
      .locator('[data-field="url"]')
      .getByRole("button", { name: "Insert a value from an earlier step" })
      .click();
    const picker = page.getByRole("dialog", { name: "Insert a value" });
    await picker.getByRole("combobox").fill("value");
    await picker.getByRole("combobox").press("Enter");
    await expect(picker).toHaveCount(0);
    await expectKept(page, "{{ nodes.ask_name.value }}");
  });
});

test("a call without a body has no body fields", async ({ browser }) => {
  const page = await withCall(browser, "No body");
  const panel = inspector(page);
  const body = panel.locator('[data-field^="body"]');
  const method = panel.getByRole("combobox", { name: "Method" });
  await method.selectOption("POST");
  await expect(body).toHaveCount(1);
  await panel.getByLabel("Body", { exact: true }).selectOption("text");
  await expect(body).toHaveCount(2);
  for (const name of ["GET", "HEAD"]) {
    await method.selectOption(name);
    await expect(body).toHaveCount(0);
  }
  await method.selectOption("DELETE");
  await expect(body).toHaveCount(2);
});

/** A chatbot's flow with a REST API step that is open in the inspector. */
async function withCall(browser: Browser, name: string): Promise<Page> {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, name, "chat");
  await addNode(page, "REST API");
  await saved(page);
  await page.reload();
  await editorReady(page);
  await openNode(page, "REST API");
  return page;
}

/** The address as the server has it: what the stand-in shows of its source after a reload. */
async function expectKept(page: Page, text: string): Promise<void> {
  await saved(page);
  await page.reload();
  await editorReady(page);
  await openNode(page, "REST API");
  const shown = templated(page, "Address");
  await expect
    .poll(() =>
      shown.evaluate((element) =>
        [...element.childNodes]
          .map((node) =>
            node instanceof HTMLElement
              ? (node.dataset.source ?? node.textContent)
              : node.nodeValue,
          )
          .join(""),
      ),
    )
    .toBe(text);
}
