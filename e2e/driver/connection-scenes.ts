import { newConnection, unfold } from "./connections.ts";
import { type Scene, type Stage, seen } from "./scenes.ts";

async function visit({ page }: Stage, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await seen(page.getByRole("heading", { name: heading }));
}

/** The connections page: the choice of a kind, forms of each sort, trouble, limits. */
export const connectionScenes: readonly Scene[] = [
  {
    name: "connections, none yet",
    show: (stage) => visit(stage, "/connections", "No connections yet"),
  },
  {
    name: "connections, kinds",
    async show({ page }) {
      await page.getByRole("button", { name: "New connection" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "connections, new, wrongly filled in",
    async show({ page }) {
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Bearer/ })
        .click();
      await page.getByRole("button", { name: "Create connection" }).click();
      await seen(page.getByRole("dialog").locator("[aria-invalid=true]"));
    },
  },
  {
    name: "connections",
    async show({ page }) {
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: /^Name/ }).fill("Bookings API");
      await dialog.getByLabel(/^Token/).fill("a-token-of-the-test-0123456789");
      await dialog.getByRole("button", { name: "Create connection" }).click();
      await seen(page.getByRole("button", { name: "More for Bookings API" }));
    },
  },
  {
    name: "connections, one failing",
    async show({ page }) {
      const dialog = await newConnection(page, "E-mail server");
      await dialog.getByRole("textbox", { name: /^Name/ }).fill("Newsletter");
      await dialog.getByRole("combobox", { name: /^Server/ }).fill("127.0.0.1");
      await dialog.getByLabel(/^Sender's address/).fill("hello@example.com");
      await dialog.getByRole("button", { name: "Create connection" }).click();
      await seen(page.getByText("Failing"));
    },
  },
  {
    name: "connections, only trouble",
    async show({ page }) {
      await page.getByRole("button", { name: /^Trouble/ }).click();
      await seen(page.getByRole("button", { name: /^Trouble/, pressed: true }));
    },
  },
  {
    name: "connections, new with a guide, options and limits",
    async show(stage) {
      await visit(stage, "/connections", "Connections");
      const dialog = await newConnection(stage.page, "Google service account");
      for (const title of ["More options", "Limits", "Who may use it"]) {
        await unfold(dialog, title);
      }
      await dialog.getByLabel("In flows, it may be chosen by").selectOption("people");
    },
  },
  {
    name: "connections, new with headers",
    async show(stage) {
      await visit(stage, "/connections", "Connections");
      const dialog = await newConnection(stage.page, "Custom headers");
      await dialog.getByRole("button", { name: "Add a header" }).click();
      await seen(dialog.getByLabel("Value of header 2"));
    },
  },
  {
    name: "connections, sample of a hook",
    async show(stage) {
      const { page } = stage;
      await visit(stage, "/connections", "Connections");
      const dialog = await newConnection(page, "Zapier hook");
      await dialog.getByRole("textbox", { name: /^Name/ }).fill("New lead");
      await dialog.getByLabel(/^Hook address/).fill("https://hooks.zapier.com/hooks/catch/1/abc/");
      await dialog.getByRole("button", { name: "Create connection" }).click();
      const row = page.getByRole("listitem").filter({ hasText: "New lead" });
      await row.getByRole("button", { name: "Test" }).click();
      await seen(page.getByRole("button", { name: "Send the sample" }));
    },
  },
  {
    name: "connections, menu",
    async show(stage) {
      await visit(stage, "/connections", "Connections");
      await stage.page.getByRole("button", { name: "More for Bookings API" }).click();
      await seen(stage.page.getByRole("menu"));
    },
  },
  {
    name: "connections, edit",
    async show({ page }) {
      await page.getByRole("menuitem", { name: /^Edit/ }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "connections, delete",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "More for Bookings API" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "connections, scheduled tests",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "More for Bookings API" }).click();
      await page.getByRole("menuitem", { name: "Scheduled tests" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "connections, new, Google account",
    async show(stage) {
      await visit(stage, "/connections", "Connections");
      const dialog = await newConnection(stage.page, "Google account");
      await dialog.getByRole("checkbox", { name: /^Send mail/ }).check();
      await seen(dialog.getByLabel("Redirect address", { exact: true }));
    },
  },
  {
    name: "connections, an account nobody has connected",
    async show({ page }) {
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: /^Name/ }).fill("Sales sheet");
      await dialog.getByLabel(/^Client ID/).fill("client-of-the-test");
      await dialog.getByLabel(/^Client secret/).fill("a-secret-of-the-test-0123456789");
      await dialog.getByRole("button", { name: "Create connection" }).click();
      await seen(page.getByText("Nobody has connected an account yet."));
    },
  },
  {
    name: "connecting an account, not one of our links",
    show: (stage) => visit(stage, "/oauth/callback?state=none", "This is not one of our links"),
  },
  {
    name: "a page that a role does not open",
    show: (stage) => visit(stage, "/no-access?page=/audit", "Your role does not open this page"),
  },
  {
    name: "alerts, none yet",
    async show(stage) {
      await visit(stage, "/connections/alerts", "Nothing yet");
      await stage.page.getByRole("button", { name: "Make a signing secret" }).click();
      await seen(stage.page.getByLabel("Signing secret"));
    },
  },
  {
    name: "alerts, wrongly filled in",
    async show({ page }) {
      await page.getByLabel("Webhook address").fill("example");
      await page.getByRole("button", { name: "Save" }).click();
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "alerts",
    async show({ page }) {
      // Refused by the guard: what is not delivered is shown too.
      await page.getByLabel("Webhook address").fill("https://127.0.0.1:9/alerts");
      await page.getByRole("button", { name: "Save" }).click();
      await seen(page.getByText("Saved.", { exact: true }));
      await page.getByRole("button", { name: "Send a test" }).click();
      await seen(page.getByText("This is a test"));
      await seen(page.getByText("it is tried again"));
    },
  },
];
