import { drawClip } from "../driver/draw-clip.ts";

/**
 * webhook that answers at once → REST API → Set variables → Condition → Stop, or Set variables:
 * five steps either way. The webhook's number goes along to the upstream.
 */
export function burstFlow(upstream: string, number = "n"): string {
  return drawClip(
    {
      hook: {
        type: "webhook-trigger",
        name: "Webhook",
        config: { respond: "at-once", methods: ["POST"] },
      },
      order: {
        type: "rest-api",
        name: "Get the order",
        config: { method: "GET", url: `${upstream}/orders/{{ trigger.body.${number} }}` },
      },
      keep: {
        type: "set-variables",
        name: "Keep the status",
        config: {
          variables: [{ name: "status", value: "{{ nodes.order.body.status }}", type: "auto" }],
        },
      },
      shipped: {
        type: "condition",
        name: "Shipped?",
        config: {
          branches: [
            {
              id: "yes",
              name: "Shipped",
              when: {
                match: "all",
                rules: [{ left: "{{ vars.status }}", operator: "equals", right: "shipped" }],
              },
            },
          ],
        },
      },
      end: {
        type: "stop",
        name: "Over",
        config: { resultType: "text", resultText: "{{ vars.status }}" },
      },
      later: {
        type: "set-variables",
        name: "Remember it",
        config: { variables: [{ name: "open", value: "true", type: "auto" }] },
      },
    },
    [
      "hook -> order",
      "order -> keep",
      "keep -> shipped",
      "shipped.yes -> end",
      "shipped.otherwise -> later",
    ],
  );
}
