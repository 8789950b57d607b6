import { expect, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import { drawClip } from "../driver/draw-clip.ts";
import { createFlow, pasteDocument, publish } from "../driver/editor.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});
test.afterEach(({ browser }) => endVisits(browser));
test.afterAll(async () => {
  await product?.stop();
});

test("a flow hands a visitor over to a member, who answers and hands back", async ({ browser }) => {
  const member = await visitAsOwner(browser, product.baseUrl);
  const flowId = await createFlow(member, "Support", "empty");
  await pasteDocument(
    member,
    drawClip(
      {
        hi: { type: "chat-trigger", name: "Any message" },
        keep: {
          type: "set-variables",
          name: "Keep the name",
          config: {
            variables: [
              { name: "name", type: "text", value: "{{ trigger.text }}", remember: true },
            ],
          },
        },
        person: {
          type: "hand-over",
          name: "To a person",
          config: { message: "A colleague will be with you.", note: "Wants a refund." },
        },
        bye: {
          type: "send-message",
          name: "Bye",
          config: { text: "Back with the bot, thanks to {{ nodes.person.by }}." },
        },
      },
      ["hi -> keep", "keep -> person", "person -> bye"],
    ),
  );
  await publish(member);
  const answer = await member.request.get(`/api/ui/flows/${flowId}`);
  const { slug } = (await answer.json()) as { slug: string };

  const visits = await browser.newContext({ baseURL: product.baseUrl });
  const visitor = await visits.newPage();
  await visitor.goto(`/chat/${slug}`);
  await say(visitor, "Grace");
  await expect(messages(visitor)).toContainText("A colleague will be with you.");
  await say(visitor, "Anybody there?");

  await member.goto("/flows");
  await member.getByRole("link", { name: /^Conversations ?, 1 needs a person$/ }).click();
  await expect(member.getByRole("link", { name: "Grace" })).toBeVisible();
  await expect(member.getByText("1 unread")).toBeVisible();
  await member.getByRole("link", { name: "Grace" }).click();
  await expect(member.getByRole("log", { name: "Transcript" })).toContainText("Anybody there?");
  await expect(member.getByText("Wants a refund.")).toBeVisible();
  await member.getByRole("button", { name: "Take over" }).click();
  await say(member, "Hello Grace, I am a person.");
  await expect(messages(visitor)).toContainText("Hello Grace, I am a person.");
  await expect(member.getByRole("link", { name: "Conversations", exact: true })).toBeVisible();
  await say(visitor, "Thank you!");
  await expect(member.getByRole("log", { name: "Transcript" })).toContainText("Thank you!");
  await member.setViewportSize({ width: 390, height: 780 });
  await member.getByRole("link", { name: "All conversations" }).click();
  await expect(member.getByRole("link", { name: "Grace" })).toBeVisible();
  await member.getByRole("button", { name: "Pages: Conversations" }).click();
  await member.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(member.getByRole("heading", { name: "Runs" })).toBeVisible();
  await expect(member.getByRole("button", { name: "Pages: Runs" })).toBeVisible();
  await member.goBack();
  await member.goBack();
  await member.getByRole("button", { name: "Hand back" }).click();
  await expect(messages(visitor)).toContainText("Back with the bot, thanks to");
  await expect(member.getByText("The flow answers.")).toBeVisible();
  await member.setViewportSize({ width: 1280, height: 720 });

  const download = member.waitForEvent("download");
  await member.getByRole("button", { name: "More for this conversation" }).click();
  await member.getByRole("menuitem", { name: "Download as text" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.txt$/);

  await member.getByRole("button", { name: "More for this conversation" }).click();
  await member.getByRole("menuitem", { name: "Close conversation" }).click();
  await member.getByRole("dialog").getByRole("button", { name: "Close conversation" }).click();
  await expect(
    visitor.getByRole("button", { name: "Start a new conversation" }).last(),
  ).toBeVisible();

  await member.getByRole("button", { name: "More for this conversation" }).click();
  await member.getByRole("menuitem", { name: "Delete transcript" }).click();
  await member.getByLabel(/Type .Grace. to confirm/).fill("Grace");
  await member.getByRole("button", { name: "Delete transcript" }).click();
  await member.waitForURL("**/conversations");
  await expect(member.getByText("Nobody has written yet")).toBeVisible();
});
