import { expect, type Page, test } from "@playwright/test";
import { drawClip } from "../driver/draw-clip.ts";
import { createFlow, pasteDocument, publish } from "../driver/editor.ts";
import { type OrderApi, startOrderApi } from "../driver/order-api.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let api: OrderApi;

test.beforeAll(async () => {
  api = await startOrderApi();
  product = await startProduct({ env: { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: api.host } });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await api?.stop();
});

type Run = { id: string; state: string; triggerKind: string; result: unknown };
type Step = { output: unknown };

async function runsOf(page: Page, flowId: string): Promise<Run[]> {
  const answer = await page.request.get(`/api/ui/runs?flowId=${flowId}`);
  return ((await answer.json()) as { runs: Run[] }).runs;
}

async function stepsOf(page: Page, runId: string): Promise<Step[]> {
  const answer = await page.request.get(`/api/ui/runs/${runId}`);
  return ((await answer.json()) as { steps: Step[] }).steps;
}

async function makeFlow(page: Page, name: string, clip: string): Promise<string> {
  const flowId = await createFlow(page, name, "empty");
  await pasteDocument(page, clip);
  await publish(page);
  return flowId;
}

async function hookOf(page: Page, flowId: string): Promise<string> {
  const answer = await page.request.get(`/api/ui/flows/${flowId}`);
  const { hooks } = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
  return `${product.baseUrl}/hooks/${hooks[0]?.hookId}`;
}

const atOnce = { type: "webhook-trigger", name: "Order placed", config: { respond: "at-once" } };

test("a queued run waits for a call back, over a delay, and ends", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const flowId = await makeFlow(
    page,
    "Approval",
    drawClip(
      {
        hook: atOnce,
        approval: { type: "wait-for-callback", name: "Approval" },
        told: {
          type: "set-variables",
          name: "Keep the link",
          config: {
            variables: [{ name: "link", type: "text", value: "{{ nodes.approval.url }}" }],
          },
        },
        pause: { type: "delay", name: "Pause", config: { amount: 2, unit: "seconds" } },
        end: {
          type: "stop",
          name: "Over",
          config: {
            resultType: "text",
            resultText: "Approved by {{ nodes.approval.body.by }}",
          },
        },
      },
      ["hook -> approval", "approval.link -> told", "approval.done -> pause", "pause -> end"],
    ),
  );
  const accepted = await fetch(await hookOf(page, flowId), { method: "POST", body: "{}" });
  expect(accepted.status).toBe(202);

  await expect.poll(async () => (await runsOf(page, flowId))[0]?.state).toBe("waiting");
  const [run] = await runsOf(page, flowId);
  const outputs = (await stepsOf(page, run?.id ?? "")).map(({ output }) => output);
  const link = outputs.map((output) => Object(output).link).find((text) => text !== undefined);
  expect(link).toMatch(/\/callbacks\//);

  await test.step("a scanner's look at the link uses nothing up", async () => {
    expect((await fetch(link)).status).toBe(200);
  });
  const answer = (by: string) =>
    fetch(link, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ by }),
    });
  expect((await answer("Ada")).status).toBe(200);
  expect((await answer("Mallory")).status).toBe(410);
  await expect.poll(async () => (await runsOf(page, flowId))[0]?.state).toBe("succeeded");
  expect((await runsOf(page, flowId))[0]?.result).toBe("Approved by Ada");
});

test("flows start by schedule and after another flow; one calls another for each item", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const called = await makeFlow(
    page,
    "Greeting",
    drawClip(
      {
        called: { type: "called-trigger", name: "Called" },
        end: {
          type: "stop",
          name: "Greeting",
          config: { resultType: "text", resultText: "Hello {{ trigger.input.name }}" },
        },
      },
      ["called -> end"],
    ),
  );
  const listening = await makeFlow(
    page,
    "Afterwards",
    drawClip(
      {
        after: { type: "flow-event-trigger", name: "After another flow" },
        keep: {
          type: "set-variables",
          name: "Keep",
          config: {
            variables: [{ name: "heard", type: "text", value: "{{ trigger.flow.name }}" }],
          },
        },
      },
      ["after -> keep"],
    ),
  );
  const scheduled = await makeFlow(
    page,
    "Every ten seconds",
    drawClip(
      {
        clock: {
          type: "schedule-trigger",
          name: "Clock",
          config: { schedule: { mode: "interval", every: 10, unit: "seconds" } },
        },
        each: {
          type: "for-each",
          name: "For each guest",
          config: { list: '["Ada", "Grace", "Edsger"]' },
        },
        call: {
          type: "sub-flow",
          name: "Greet",
          config: {
            flowId: called,
            input: [{ name: "name", value: "{{ loop.item }}" }],
          },
        },
        end: {
          type: "stop",
          name: "All of them",
          config: { resultType: "json", resultJson: "{{ nodes.each.items }}" },
        },
      },
      ["clock -> each", "each.each -> call", "each.done -> end"],
    ),
  );
  await expect
    .poll(async () => (await runsOf(page, scheduled)).at(-1)?.state, { timeout: 40_000 })
    .toBe("succeeded");
  const first = (await runsOf(page, scheduled)).at(-1);
  expect(first?.triggerKind).toBe("schedule");
  expect(JSON.stringify(first?.result)).toContain("Hello Grace");
  expect(
    (await runsOf(page, called)).filter(({ state }) => state === "succeeded").length >= 3,
  ).toBe(true);
  await expect.poll(async () => (await runsOf(page, listening)).length).toBeGreaterThan(0);
});

test("operators pause, see what waits, and send dead letters again", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const flowId = await makeFlow(
    page,
    "Orders",
    drawClip(
      {
        hook: atOnce,
        order: {
          type: "rest-api",
          name: "Get the order",
          config: { method: "GET", url: `${api.url}/orders/{{ trigger.body.order }}` },
        },
      },
      ["hook -> order"],
    ),
  );
  const hook = await hookOf(page, flowId);
  const send = (order: number) =>
    fetch(hook, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ order }),
    });

  await page.goto("/queue");
  await page.getByRole("switch", { name: "Pause" }).click();
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog"))
    .getByRole("button", { name: /pause/i })
    .click();
  await expect(page.getByText("Paused: no run begins.")).toBeVisible();
  expect((await send(1042)).status).toBe(202);
  expect((await send(7)).status).toBe(202);
  const states = async () => (await runsOf(page, flowId)).map(({ state }) => state).sort();
  await expect.poll(states).toEqual(["queued", "queued"]);
  await page.getByRole("switch", { name: "Pause" }).click();
  await expect.poll(states).toEqual(["failed", "succeeded"]);

  await expect(page.getByRole("button", { name: /^More for this run of Orders/ })).toBeVisible();
  await page.getByRole("button", { name: /^More for this run of Orders/ }).click();
  await page.getByRole("menuitem", { name: "Send again" }).click();
  await expect.poll(async () => (await runsOf(page, flowId)).length).toBe(3);
});

test("a pause keeps what visitors write, and tells who waits for an answer to come again", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const flowId = await makeFlow(
    page,
    "Counter",
    drawClip(
      {
        hook: { type: "webhook-trigger", name: "Asked", config: { respond: "result" } },
        message: { type: "chat-trigger", name: "Written", config: { when: "any" } },
        answer: { type: "send-message", name: "Answer", config: { text: "We are open." } },
      },
      ["message -> answer"],
    ),
  );
  const hook = await hookOf(page, flowId);
  const detail = await page.request.get(`/api/ui/flows/${flowId}`);
  const { slug } = (await detail.json()) as { slug: string } /* FlowDetail */;
  const chat = `${product.baseUrl}/chat/api`;
  const json = { "content-type": "application/json" };
  const opened = await fetch(`${chat}/${slug}/conversations`, {
    method: "POST",
    headers: json,
    body: "{}",
  });
  expect(opened.status).toBe(201);
  const { token } = (await opened.json()) as { token: string };
  const visitor = { ...json, authorization: `Bearer ${token}` };
  const answers = async () => {
    const { messages } = (await (await fetch(`${chat}/messages`, { headers: visitor })).json()) as {
      messages: { direction: string; content: { text: string } }[];
    };
    return messages.filter((said) => said.direction === "out").map((said) => said.content.text);
  };
  const ask = () => fetch(hook, { method: "POST", headers: json, body: "{}" });
  expect((await ask()).status).toBe(200);

  await page.goto("/queue");
  await page.getByRole("switch", { name: "Pause" }).click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog.getByText("what visitors write in chats")).toBeVisible();
  await dialog.getByRole("button", { name: /pause/i }).click();
  await expect(page.getByText("Paused: no run begins.")).toBeVisible();
  const refused = await ask();
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("60");
  const said = await fetch(`${chat}/messages`, {
    method: "POST",
    headers: visitor,
    body: JSON.stringify({ clientId: "1", text: "Are you open?" }),
  });
  expect(said.status).toBe(202);
  // Enough time for an answer, had anybody begun one: an unpaused turn takes a few milliseconds.
  expect((await ask()).status).toBe(503);
  expect(await answers()).toEqual([]);

  await page.getByRole("switch", { name: "Pause" }).click();
  await expect.poll(answers).toEqual(["We are open."]);
  await expect.poll(async () => (await ask()).status).toBe(200);
});
