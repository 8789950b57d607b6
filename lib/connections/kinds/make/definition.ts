import { hookKind } from "../hook-kind.ts";

/** Make.com's custom webhook, with the API key that its hooks can ask for. */
export const make = hookKind({
  id: "make",
  label: "Make.com hook",
  summary: "Starts a Make scenario with data from a flow.",
  hosts: "*.make.com, *.make.celonis.com, hook.integromat.com",
  placeholder: "https://hook.eu1.make.com/…",
  key: {
    help: "Only if you added a key under “API key authentication” in the webhook's settings.",
  },
  guide: {
    steps: [
      "In Make, begin a scenario with “Webhooks”, “Custom webhook”, and add a webhook.",
      "Copy its address and switch the scenario on.",
    ],
    link: { label: "Make: webhooks", href: "https://help.make.com/webhooks" },
  },
});
