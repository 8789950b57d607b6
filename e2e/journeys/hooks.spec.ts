import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, type Page, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import { newConnection, unfold } from "../driver/connections.ts";
import { drawClip } from "../driver/draw-clip.ts";
import {
  addNode,
  card,
  createFlow,
  insertValue,
  inspector,
  line,
  openNode,
  pasteDocument,
  saved,
  setTemplated,
  showEverything,
} from "../driver/editor.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let scenario: Server;
let origin = "";
/** What the scenario was sent. */
const received: { path: string; key: string; body: string }[] = [];
/** Whether it ends with a module that answers. */
let answers = false;

/** What Make's API answers, as its reference documents it. */
const api: { [path: string]: () => unknown } = {
  "/api/v2/organizations": () => ({ organizations: [{ id: 11, name: "Engines" }] }),
  "/api/v2/teams?organizationId=11": () => ({ teams: [{ id: 4, name: "Sales" }] }),
  "/api/v2/hooks?teamId=4&typeName=gateway-webhook": () => ({
    hooks: [{ id: 40, name: "Lead hook", typeName: "gateway-webhook", scenarioId: 925 }],
  }),
  "/api/v2/scenarios?teamId=4": () => ({
    scenarios: [{ id: 925, name: "Score leads", isActive: false, isPaused: false }],
  }),
  "/api/v2/hooks/40": () => ({ hook: { id: 40, url: `${origin}/chosen-hook-abcdef012345` } }),
};

test.beforeAll(async () => {
  scenario = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const key = String(request.headers["x-make-apikey"] ?? "");
    const known = api[request.url ?? ""];
    if (known !== undefined) {
      if (request.headers.authorization !== "Token make-token-0123456789")
        response.statusCode = 401;
      return void response.end(JSON.stringify(known()));
    }
    received.push({ path: request.url ?? "", key, body });
    if (!answers) return void response.end("Accepted");
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ owner: "Grace", score: 87 }));
  }).listen(0, "127.0.0.1");
  await once(scenario, "listening");
  const address = scenario.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  const env = { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${address.port}` };
  product = await startProduct({ env });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  scenario?.closeAllConnections();
  scenario?.close();
});

const panel = (page: Page) => page.getByRole("region", { name: "Run" });

test("a lead goes to a Make scenario, and the chatbot uses its answer", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("the hook's address is kept as a connection", async () => {
    await page.goto("/connections");
    const dialog = await newConnection(page, "Make.com hook");
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Lead scoring");
    await dialog.getByLabel(/^Hook address/).fill(`${origin}/hook-5f1c09aa7be2`);
    await dialog.getByLabel(/^API key/).fill("make-key-0123456789");
    await unfold(dialog, "More options");
    await dialog.getByRole("switch", { name: "Allow another host" }).click();
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await expect(page.getByRole("heading", { name: "Lead scoring" })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a step is added that sends to it", async () => {
    await createFlow(page, "Leads", "empty");
    await pasteDocument(
      page,
      drawClip(
        {
          chat: { type: "chat-trigger", name: "Chat message" },
          ask: {
            type: "ask-question",
            name: "Ask for the address",
            config: { question: "What is your e-mail address?", saveTo: "email" },
          },
        },
        ["chat -> ask"],
      ),
    );
    await showEverything(page);
    await openNode(page, "Ask for the address");
    await addNode(page, "Make.com");
    await expect(line(page, "Ask for the address", "Make.com")).toBeAttached();
    await openNode(page, "Make.com");
    const setup = inspector(page);
    await setup.getByRole("combobox", { name: "Connection" }).selectOption({ index: 1 });
    await setup.getByRole("textbox", { name: "Field 1: Name" }).fill("email");
    await insertValue(page, "Field 1: Value", "email");
    await setup.getByRole("combobox", { name: "Afterwards" }).selectOption("response");
    await addNode(page, "Send message");
    await showEverything(page);
    await openNode(page, "Send message");
    await setTemplated(page, "Message", "{{ nodes.make_com.body.owner }} will write to you.");
    await saved(page);
  });

  await test.step("a sample teaches Make the fields, and tells what is missing there", async () => {
    await openNode(page, "Make.com");
    await inspector(page).getByRole("button", { name: "Send a sample" }).click();
    await expect(panel(page).getByRole("list", { name: "Steps" })).toContainText("Make.com");
    await expect.poll(() => received.length).toBe(1);
    expect(received[0]).toMatchObject({ path: "/hook-5f1c09aa7be2", key: "make-key-0123456789" });
    expect(Object.keys(JSON.parse(received[0]?.body ?? ""))).toEqual(["email"]);
    await expect(card(page, "Make.com")).toContainText(/Ran in/);
    expect(await page.content()).not.toContain("hook-5f1c09aa7be2");
  });

  const chat = async (address: string) => {
    await page.getByRole("banner").getByRole("button", { name: "Test" }).click();
    await say(page, "Hello");
    await expect(messages(page).getByText("What is your e-mail address?").last()).toBeVisible();
    await say(page, address);
  };

  await test.step("a scenario that does not answer is told as that", async () => {
    await chat("ada@example.com");
    await expect(card(page, "Make.com")).toContainText("Failed");
    await openNode(page, "Make.com");
    await inspector(page).getByRole("tab", { name: "Data" }).click();
    await expect(inspector(page)).toContainText("the scenario did not answer");
    await inspector(page).getByRole("tab", { name: "Setup" }).click();
  });

  await test.step("with the module that answers, the visitor hears what it said", async () => {
    answers = true;
    await page.getByRole("button", { name: "Start over" }).click();
    await say(page, "Hello");
    await expect(messages(page).getByText("What is your e-mail address?").last()).toBeVisible();
    await say(page, "grace@example.com");
    await expect(messages(page)).toContainText("Grace will write to you.");
    expect(JSON.parse(received.at(-1)?.body ?? "")).toEqual({ email: "grace@example.com" });
  });
});

test("a step picks its scenario from a list, which says whether it is on", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/connections");
  const dialog = await newConnection(page, "Make.com hook");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("With a token");
  await dialog.getByLabel(/^Hook address/).fill(`${origin}/hook-of-its-own-0123`);
  await unfold(dialog, "More options");
  await dialog.getByLabel(/^API token/).fill("make-token-0123456789");
  await dialog.getByLabel(/^Zone/).fill(origin);
  await dialog.getByRole("switch", { name: "Allow another host" }).click();
  await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
  await dialog.getByRole("button", { name: "Create connection" }).click();
  await expect(page.getByRole("heading", { name: "With a token" })).toBeVisible();
  await page.keyboard.press("Escape");

  await createFlow(page, "Scenarios", "empty");
  const config = { data: [{ name: "city", value: "Berlin", type: "auto" }] };
  await pasteDocument(
    page,
    drawClip(
      {
        start: { type: "manual-trigger", name: "Start" },
        send: { type: "make", name: "Send", config },
      },
      ["start -> send"],
    ),
  );
  await openNode(page, "Send");
  const inspected = inspector(page);
  await inspected
    .getByRole("combobox", { name: "Connection" })
    .selectOption({ label: "With a token (Make.com hook)" });
  await inspected.getByRole("tab", { name: "Settings" }).click();
  const team = inspected.getByRole("combobox", { name: "Team" });
  await expect(inspected.locator("datalist option[value=Sales]")).toBeAttached();
  await team.fill("Sales");
  await expect(inspected.getByRole("status").filter({ hasText: "Engines" })).toBeVisible();
  await expect(inspected.locator("datalist option[value='Score leads']")).toBeAttached();
  await inspected.getByRole("combobox", { name: "Scenario" }).fill("Score leads");
  await expect(
    inspected.getByRole("status").filter({ hasText: "The scenario is switched off." }),
  ).toBeVisible();
  await saved(page);

  await inspected.getByRole("tab", { name: "Setup" }).click();
  await inspected.getByRole("button", { name: "Send a sample" }).click();
  await expect.poll(() => received.at(-1)?.path).toBe("/chosen-hook-abcdef012345");
  expect(JSON.parse(received.at(-1)?.body ?? "")).toEqual({ city: "Berlin" });
  await expect(card(page, "Send")).toContainText(/Ran in/);
  expect(await page.content()).not.toContain("chosen-hook-abcdef012345");
});
