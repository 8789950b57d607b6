import { drawClip } from "../driver/draw-clip.ts";

/** The calls of one run, in their order: two that ask, one that may be repeated, one that may not. */
export const callsOfRun = ["look", "check", "keep", "pay"] as const;

/** webhook that answers at once → GET → GET → PUT → POST → Set variables. `n` goes along. */
export function faultsFlow(upstream: string): string {
  const call = (name: string, method: string) => ({
    type: "rest-api",
    name,
    config: {
      method,
      url: `${upstream}/${name}/{{ trigger.body.n }}`,
      ...(method === "GET" ? {} : { bodyType: "json", bodyJson: '{ "n": {{ trigger.body.n }} }' }),
    },
  });
  return drawClip(
    {
      hook: {
        type: "webhook-trigger",
        name: "Webhook",
        config: { respond: "at-once", methods: ["POST"] },
      },
      look: call("look", "GET"),
      check: call("check", "GET"),
      keep: call("keep", "PUT"),
      pay: call("pay", "POST"),
      end: {
        type: "set-variables",
        name: "Remember it",
        config: { variables: [{ name: "paid", value: "true", type: "auto" }] },
      },
    },
    ["hook -> look", "look -> check", "check -> keep", "keep -> pay", "pay -> end"],
  );
}
