import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, type Page, test } from "@playwright/test";
import {
  addNode,
  createFlow,
  insertValue,
  inspector,
  openNode,
  setTemplated,
} from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { violations } from "../driver/violations.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let crm: Server;
let origin = "";
const contacts: { id: number; email: string; name: string }[] = [];
const writes: string[] = [];

const contact = {
  type: "object",
  required: ["email"],
  properties: { email: { type: "string" }, name: { type: "string" } },
};
const json = { "application/json": { schema: contact } };
const description = {
  openapi: "3.1.0",
  info: { title: "Small CRM", version: "1.0" },
  servers: [{ url: "/" }],
  paths: {
    "/contacts": {
      get: {
        summary: "List contacts",
        responses: {
          200: {
            description: "All of them",
            content: {
              "application/json": {
                schema: { type: "array", items: contact },
                example: [{ id: 7, email: "grace@example.com", name: "Grace" }],
              },
            },
          },
        },
      },
      post: {
        summary: "Add a contact",
        requestBody: { required: true, content: json },
        responses: { 201: { description: "The contact", content: json } },
      },
    },
    "/contacts/{id}": {
      patch: {
        summary: "Change a contact",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        requestBody: {
          content: { "application/json": { schema: { ...contact, required: [] } } },
        },
        responses: {},
      },
    },
  },
};

test.beforeAll(async () => {
  crm = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url: path = "" } = request;
    response.setHeader("content-type", "application/json");
    if (path === "/openapi.json") return response.end(JSON.stringify(description));
    if (method === "GET") return response.end(JSON.stringify(contacts));
    writes.push(`${method} ${path}`);
    const one = contacts.find(({ id }) => path.endsWith(`/${id}`));
    const made = one ?? { id: contacts.length + 1, email: "", name: "" };
    if (one === undefined) contacts.push(made);
    Object.assign(made, JSON.parse(body));
    return response.end(JSON.stringify(made));
  }).listen(0, "127.0.0.1");
  await once(crm, "listening");
  const address = crm.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  const env = { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${address.port}` };
  product = await startProduct({ env });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  crm?.closeAllConnections();
  crm?.close();
});

async function choose(page: Page, group: string, operation: RegExp): Promise<void> {
  const section = inspector(page).getByRole("region", { name: group });
  await press(section.getByRole("button", { name: /Choose an operation/ }));
  await press(page.getByRole("option", { name: operation }));
}

test("a record is created, found again, and brought up to date", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/systems");
  await press(page.getByRole("button", { name: "Import a system" }));
  await page.getByLabel("Address of the description").fill(`${origin}/openapi.json`);
  await press(page.getByRole("dialog").getByRole("button", { name: "Import" }));
  await expect(page.getByRole("heading", { name: "Small CRM" })).toBeVisible();

  await test.step("the step is told how to look up, create and update", async () => {
    await createFlow(page, "Keep contacts", "empty");
    await addNode(page, "Start by hand");
    await addNode(page, "Connect");
    await openNode(page, "Connect");
    await inspector(page).getByLabel("What to do").selectOption("Create or update a record");
    await inspector(page).getByLabel("System").selectOption({ label: "Small CRM" });
    await choose(page, "Look up with", /List contacts/);
    await press(inspector(page).getByRole("button", { name: "Add value" }));
    await inspector(page).getByRole("textbox", { name: "Value 1: Its" }).fill("email");
    await setTemplated(page, "Value 1: Is", "ada@example.com");
    await choose(page, "Create with", /Add a contact/);
    const creates = inspector(page).getByRole("region", { name: "Create with" });
    await setTemplated(page, "email", "ada@example.com");
    await press(creates.getByRole("button", { name: "Show 1 optional field" }));
    await setTemplated(page, "name", "Ada");
    await choose(page, "Update with", /Change a contact/);
    await insertValue(page, "id", "id", "7");
    const updates = inspector(page).getByRole("region", { name: "Update with" });
    await press(updates.getByRole("button", { name: "Show 2 optional fields" }));
    await updates.getByRole("textbox", { name: "name", exact: true }).click();
    await updates.locator(".cm-content:focus").waitFor();
    await page.keyboard.insertText("Ada Lovelace");
  });

  expect(await violations(page)).toEqual([]);

  await test.step("the first run creates, the second updates, the third changes nothing", async () => {
    const panel = page.getByRole("region", { name: "Run", exact: true });
    const again = panel.getByRole("button", { name: "Run", exact: true }).last();
    for (const outcome of ["created", "updated", "unchanged"]) {
      const first = page.getByRole("button", { name: "Test", exact: true });
      await press(outcome === "created" ? first : again);
      const steps = panel.getByRole("list", { name: "Steps" });
      await press(steps.getByRole("button", { name: /Connect/ }));
      await expect(panel.getByRole("tree", { name: "output" })).toContainText(outcome);
    }
    expect(writes).toEqual(["POST /contacts", "PATCH /contacts/1"]);
    expect(contacts).toEqual([{ id: 1, email: "ada@example.com", name: "Ada Lovelace" }]);
  });
});
