import { expect, test } from "@playwright/test";
import { startYoga } from "#lib/systems/graphql/yoga.fixture.ts";
import { addNode, createFlow, inspector, openNode, setTemplated } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { violations } from "../driver/violations.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let yoga: Awaited<ReturnType<typeof startYoga>>;

test.beforeAll(async () => {
  yoga = await startYoga();
  product = await startProduct({ env: { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: yoga.host } });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await yoga?.close();
});

test("a GraphQL system tells its schema, and its fields are picked in a tree", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("the address is asked for its schema", async () => {
    await page.goto("/systems");
    await press(page.getByRole("button", { name: "Import a system" }));
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "GraphQL" }).click();
    await dialog.getByLabel("Address of the API").fill(yoga.url);
    await dialog.getByLabel("Name").fill("Order book");
    await press(dialog.getByRole("button", { name: "Import" }));
    await expect(page.getByRole("heading", { name: "Order book" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Mutations" })).toBeVisible();
  });

  await test.step("arguments are a form, fields a tree", async () => {
    await createFlow(page, "One order", "empty");
    await addNode(page, "Start by hand");
    await addNode(page, "Connect");
    await openNode(page, "Connect");
    await inspector(page).getByLabel("System").selectOption({ label: "Order book" });
    await press(inspector(page).getByRole("button", { name: /Choose an operation/ }));
    await page.getByPlaceholder("Search by name, path or topic").fill("order");
    await press(page.getByRole("option", { name: "QUERY Order order", exact: true }));
    await setTemplated(page, "id", "o7");
    const fields = inspector(page).getByRole("region", { name: "Fields of the answer" });
    await expect(fields.getByRole("checkbox", { name: "state of order" })).toBeChecked();
    await fields.getByRole("checkbox", { name: "total of order" }).uncheck();
    await press(fields.getByRole("button", { name: "Fields of customer" }));
    await fields.getByRole("checkbox", { name: "name of customer" }).check();
    expect(await violations(page)).toEqual([]);
    await fields.scrollIntoViewIfNeeded();
  });

  await test.step("the flow asks for just these", async () => {
    await press(page.getByRole("button", { name: "Test", exact: true }));
    const panel = page.getByRole("region", { name: "Run", exact: true });
    await press(
      panel.getByRole("list", { name: "Steps" }).getByRole("button", { name: /Connect/ }),
    );
    const output = panel.getByRole("tree", { name: "output" });
    await expect(output).toContainText('name: "Ada"');
    await expect(output).toContainText('id: "o7"');
    await expect(output).not.toContainText("total");
    expect(yoga.calls.at(-1)?.variables).toEqual({ id: "o7" });
  });
});
