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
  more: [
    {
      key: "apiToken",
      label: "API token",
      help: "Lets steps choose a scenario from a list, and shows whether it is on. In Make: your profile, “API access”, with the scopes teams:read, scenarios:read, hooks:read, organizations:read.",
      secret: true,
      required: false,
      input: "password",
      format: "token",
      advanced: true,
    },
    {
      key: "zone",
      label: "Zone",
      help: "Where you sign in to Make; needed with the token.",
      placeholder: "https://eu1.make.com",
      secret: false,
      required: false,
      input: "text",
      format: "url",
      advanced: true,
    },
  ],
  guide: {
    steps: [
      "In Make, begin a scenario with “Webhooks”, “Custom webhook”, and add a webhook.",
      "Copy its address and switch the scenario on.",
    ],
    link: { label: "Make: webhooks", href: "https://help.make.com/webhooks" },
  },
});
