import { existsSync } from "node:fs";
import { type Browser, chromium, type LaunchOptions } from "playwright";

const candidates = [
  process.env.PATCHBAY_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The system's Chromium when there is one, else Playwright's own; quiet towards the network. */
export function chromiumOptions(): LaunchOptions {
  const executablePath = candidates.find((path) => path && existsSync(path));
  return {
    ...(executablePath !== undefined && { executablePath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch(chromiumOptions());
}
