import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./driver/chromium.ts";

/** Journeys start the built product themselves, one after the other: two cores carry no more. */
export default defineConfig({
  testDir: "journeys",
  outputDir: "../test-results/browser",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json"]],
  use: {
    browserName: "chromium",
    headless: true,
    viewport: { width: 1280, height: 720 },
    launchOptions: chromiumOptions(),
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
