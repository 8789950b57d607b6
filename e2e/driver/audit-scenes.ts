import { type Scene, type Stage, seen } from "./scenes.ts";

async function visitAudit({ page }: Stage, query = ""): Promise<void> {
  await page.goto(`/audit${query}`);
  await seen(page.getByRole("heading", { name: "Audit", exact: true }));
}

/** The audit log with its filters, the usage of connections, keeping and sending. */
export const auditScenes: readonly Scene[] = [
  {
    name: "audit, an entry opened",
    async show(stage) {
      const { page } = stage;
      await visitAudit(stage, "?search=tags");
      await visitAudit(stage, "?group=flow");
      await page.getByRole("button", { name: /^Show details: .*folder or tags/ }).click();
      await seen(page.getByRole("table"));
    },
  },
  {
    name: "audit, export",
    async show({ page }) {
      await page.getByRole("button", { name: "Export what matches" }).click();
      await seen(page.getByRole("menu"));
    },
  },
  {
    name: "audit, nothing matches",
    async show(stage) {
      await visitAudit(stage, "?search=no+such+thing");
      await seen(stage.page.getByText("Nothing matches"));
    },
  },
  {
    name: "audit, usage of connections",
    async show(stage) {
      await visitAudit(stage, "?view=usage");
      await seen(
        stage.page.getByRole("listitem").or(stage.page.getByText("No connection was used")),
      );
    },
  },
  {
    name: "audit, keeping, wrongly filled in",
    async show(stage) {
      const { page } = stage;
      await visitAudit(stage, "?view=settings");
      await page.getByLabel("Keep entries, in days").fill("7");
      await seen(page.getByRole("alert").filter({ hasText: "A whole number from 30" }));
    },
  },
  {
    name: "audit, sending, the secret",
    async show({ page }) {
      await page.getByLabel("Address").fill("https://logs.example.invalid/patchbay");
      await page.getByRole("button", { name: "Start sending" }).click();
      await seen(page.getByText("Entries are signed with this secret"));
    },
  },
  {
    name: "audit, sending, failing",
    async show(stage) {
      const failing = stage.page.getByText("Failing", { exact: true });
      // It is tried behind the page's back.
      for (let tries = 0; tries < 40 && !(await failing.isVisible()); tries++) {
        await visitAudit(stage, "?view=settings");
        await seen(stage.page.getByRole("button", { name: "Stop sending" }));
        await stage.page.waitForTimeout(250);
      }
      await seen(failing);
    },
  },
  {
    name: "audit, stop sending",
    async show({ page }) {
      await page.getByRole("button", { name: "Stop sending" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
];
