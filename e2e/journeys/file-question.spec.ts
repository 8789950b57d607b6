import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import { createFlow, pasteDocument, publish } from "../driver/editor.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { violations } from "../driver/violations.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let desk: Server;
let origin = "";
const received: { type: string; body: Buffer }[] = [];

test.beforeAll(async () => {
  desk = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const type = request.headers["content-type"] ?? "";
    received.push({ type, body: Buffer.concat(chunks) });
    response.setHeader("content-type", "application/json");
    response.end('{"ticket":"T-7"}');
  }).listen(0, "127.0.0.1");
  await once(desk, "listening");
  const address = desk.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  const env = { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${address.port}` };
  product = await startProduct({ env });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  desk?.closeAllConnections();
  desk?.close();
});

/** Asks for a photo of the damage and hands it to a help desk. */
const flow = () => {
  const node = (key: string, type: string, name: string, config: object, x: number) => ({
    ...{ id: key, key, type, name, config, version: 1, position: { x, y: 0 } },
  });
  return JSON.stringify({
    schemaVersion: 1,
    nodes: [
      node("start", "chat-trigger", "Chat message", {}, 0),
      node(
        "photo",
        "ask-question",
        "Ask for a photo",
        {
          question: "Please send a photo of the damage.",
          ...{ answerType: "file", fileTypes: "pictures", maxMegabytes: 1, saveTo: "photo" },
        },
        320,
      ),
      node(
        "ticket",
        "rest-api",
        "Open a ticket",
        {
          ...{ method: "POST", url: `${origin}/tickets`, bodyType: "multipart" },
          bodyParts: [{ name: "photo", kind: "file", value: "{{ vars.photo }}", enabled: true }],
        },
        640,
      ),
      node(
        "thanks",
        "send-message",
        "Thank",
        { text: "Thanks for {{ vars.photo.name }}: ticket {{ nodes.ticket.body.ticket }}." },
        960,
      ),
    ],
    edges: [
      { id: "e1", source: "start", sourcePort: "done", target: "photo" },
      { id: "e2", source: "photo", sourcePort: "done", target: "ticket" },
      { id: "e3", source: "ticket", sourcePort: "done", target: "thanks" },
    ],
  });
};

const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a visitor sends the photo that was asked for, and it reaches the help desk", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Damage", "empty");
  await pasteDocument(page, flow());
  await publish(page);
  await page.getByRole("banner").getByRole("button", { name: "Publish" }).click();
  const link = page.getByRole("dialog", { name: "Publish" }).getByRole("link");
  await page.goto((await link.getAttribute("href")) ?? "");

  await test.step("what was not asked for stays here, with the reason", async () => {
    await say(page, "It is broken");
    await expect(messages(page).getByText("Please send a photo")).toBeVisible();
    const input = page.getByLabel("File", { exact: true });
    const alert = page.getByRole("alert");
    await input.setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: picture });
    await expect(alert.filter({ hasText: "“a.pdf” is not the kind of file" })).toBeVisible();
    const large = { name: "big.png", mimeType: "image/png", buffer: Buffer.alloc(1_000_001) };
    await input.setInputFiles(large);
    await expect(alert.filter({ hasText: "“big.png” is larger than 1 MB." })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await say(page, "I have none");
    await expect(messages(page).getByText(/Please send a file with a picture/)).toBeVisible();
  });

  await test.step("a picture is dropped onto the chat", async () => {
    const data = await page.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], "dent.png", { type: "image/png" }));
        return transfer;
      },
      [...picture],
    );
    await messages(page).dispatchEvent("drop", { dataTransfer: data });
    await expect(messages(page).getByText("Thanks for dent.png: ticket T-7.")).toBeVisible();
    await expect(messages(page).getByRole("link", { name: "dent.png" })).toBeVisible();
    const [sent] = received;
    expect(sent?.type).toMatch(/^multipart\/form-data/);
    expect(sent?.body.includes(picture)).toBe(true);
    expect(sent?.body.toString("latin1")).toContain('filename="dent.png"');
  });
});
