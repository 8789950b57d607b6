import { hookKind } from "../hook-kind.ts";

/** Zapier's “Webhooks by Zapier”, catch hook. */
export const zapier = hookKind({
  id: "zapier",
  label: "Zapier hook",
  summary: "Starts a Zap with data from a flow.",
  hosts: "hooks.zapier.com",
  placeholder: "https://hooks.zapier.com/hooks/catch/…",
  guide: {
    steps: [
      "In Zapier, create a Zap whose trigger is “Webhooks by Zapier”, “Catch Hook”.",
      "Copy the webhook URL from its “Test” tab and switch the Zap on.",
    ],
    link: { label: "Zapier: webhooks", href: "https://zapier.com/apps/webhook/integrations" },
  },
});
