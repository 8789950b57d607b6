import { execFile as execFileThen } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { createFlow, pasteDocument, publish, saved } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, repository, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

const execFile = promisify(execFileThen);

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
});

type Answer = { status: number; body: { [name: string]: unknown } };

test("a chatbot of one's own talks to a flow with a key, until that is revoked", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  let key = "";

  async function call(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${product.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
  }

  await test.step("a key is made with the keyboard, and shown once", async () => {
    await page.goto("/api-keys");
    await press(page.getByRole("button", { name: "New key" }).first());
    await page.getByLabel("Name", { exact: true }).fill("Website chatbot");
    for (const scope of ["Read flows", "Publish flows", "Talk to flows", "Read conversations"]) {
      await page.getByLabel(scope, { exact: false }).first().focus();
      await page.keyboard.press("Space");
    }
    await page.getByRole("button", { name: "Make the key" }).press("Enter");
    key = await page.getByLabel("API key", { exact: true }).inputValue();
    expect(key).toMatch(/^pbk_/);
    await page.getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByText("never used")).toBeVisible();
    expect(await page.content()).not.toContain(key);
  });

  await test.step("it finds the example flow, publishes it and talks to it", async () => {
    const flows = await call("GET", "/flows");
    const [flow] = flows.body.data as { id: string; name: string }[];
    expect(flow).toBeDefined();
    await call("POST", `/flows/${flow?.id}/publish`, {});
    const opened = await call("POST", "/conversations", {
      flowId: flow?.id,
      contact: "customer-7",
    });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const said = await call("POST", `/conversations/${opened.body.id}/messages`, { text: "Hello" });
    const messages = said.body.messages as { content: { text: string } }[];
    expect(messages.map(({ content }) => content.text).join(" ")).toContain("What name may I use?");
    expect(said.body.done).toBe(true);
    const chat = await call("GET", `/conversations/${opened.body.id}/messages`);
    expect((chat.body.data as unknown[]).length).toBeGreaterThan(1);
  });

  await test.step("what it is not made for is refused, in words", async () => {
    const refused = await call("POST", "/flows", { name: "Another" });
    expect(refused.status).toBe(403);
    expect(refused.body.title).toBe("This API key is not made for that.");
  });

  await test.step("the page says that it was used, and takes it back", async () => {
    await page.reload();
    await expect(page.getByText(/^.*used (just now|\d+ seconds? ago)/)).toBeVisible();
    await press(page.getByRole("button", { name: "Revoke Website chatbot" }));
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(page.getByRole("heading", { name: "No API keys yet" })).toBeVisible();
    expect((await call("GET", "/flows")).status).toBe(401);
  });
});

test("the commands of the README do what it says", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/api-keys");
  await press(page.getByRole("button", { name: "New key" }).first());
  await page.getByLabel("Name", { exact: true }).fill("Script");
  for (const scope of ["Read flows", "Talk to flows", "Start runs", "Read runs"]) {
    await page.getByRole("checkbox", { name: scope }).check();
  }
  await page.getByRole("checkbox", { name: "Read conversations" }).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  const KEY = await page.getByLabel("API key", { exact: true }).inputValue();
  await page.getByRole("button", { name: "I have copied it" }).click();
  const byHand = await createFlow(page, "By hand", "empty");
  await pasteDocument(page, flowByHand);
  await saved(page);
  await publish(page);

  const { prelude, commands } = commandsOf("From your own programs");
  const [flows, open, say, read, start, steps] = commands;
  const env: { [name: string]: string } = { PATCHBAY: product.baseUrl, KEY };
  const run = async (command = "exit 1") => {
    const { stdout } = await execFile("bash", ["-ec", `${prelude}\n${command}`], {
      env: { ...process.env, ...env },
    });
    return JSON.parse(stdout);
  };
  const { data } = await run(flows);
  env.FLOW = data.find(({ name }: { name: string }) => name.startsWith("Example")).id;
  env.CONVERSATION = (await run(open)).id;
  const { messages } = await run(say);
  expect(JSON.stringify(messages)).toContain("What name may I use?");
  const later: { data: { seq: number }[] } = await run(read);
  expect(later.data.every(({ seq }) => seq > 3)).toBe(true);
  env.FLOW = byHand;
  const ended = await run(start);
  expect(ended).toMatchObject({ state: "succeeded", output: "Hello Ada" });
  env.RUN = ended.runId;
  expect((await run(steps)).steps).toHaveLength(2);
});

/** The commands of a section: what all of them need, without the values to fill in, and each one. */
function commandsOf(heading: string): { prelude: string; commands: string[] } {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const section = readme.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const blocks = [...section.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1] ?? "");
  const [first = "", second = ""] = blocks;
  return { prelude: first.split("\n").slice(1).join("\n"), commands: second.split("\n\n") };
}

/** Greets whom it is given. */
const flowByHand = JSON.stringify({
  patchbay: "clip",
  nodes: [
    {
      ...{ id: "start", key: "start", type: "manual-trigger", name: "Start", version: 1 },
      ...{ position: { x: 0, y: 0 }, config: definitionOf("manual-trigger")?.defaults },
    },
    {
      ...{ id: "stop", key: "stop", type: "stop", name: "Stop", version: 1 },
      position: { x: 352, y: 0 },
      config: {
        ...definitionOf("stop")?.defaults,
        ...{ resultType: "text", resultText: "Hello {{ trigger.name }}" },
      },
    },
  ],
  edges: [{ id: "e1", source: "start", sourcePort: "done", target: "stop" }],
  notes: [],
});
