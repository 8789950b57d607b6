import { hookKind } from "../hook-kind.ts";

/** Pabbly Connect's webhook trigger. */
export const pabbly = hookKind({
  id: "pabbly",
  label: "Pabbly hook",
  summary: "Starts a Pabbly Connect workflow with data from a flow.",
  hosts: "*.pabbly.com",
  placeholder: "https://connect.pabbly.com/workflow/sendwebhookdata/…",
  several: {
    label: "Further workflows",
    help: "Hooks of other workflows of the same account, each with a name. A step's routing rules choose among them.",
  },
  guide: {
    steps: [
      "In Pabbly Connect, begin a workflow with “Webhook by Pabbly”.",
      "Copy the webhook URL that it shows and switch the workflow on.",
    ],
    link: { label: "Pabbly Connect", href: "https://www.pabbly.com/connect/" },
  },
});
