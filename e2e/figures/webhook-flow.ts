import { definitionOf } from "#lib/nodes/catalog.ts";

/** The flow of the `webhook` figure, as the text that the editor's paste takes. */
export function webhookFlow(upstream: string): string {
  const node = (id: string, type: string, name: string, x: number, config: object) => ({
    id,
    key: id,
    type,
    version: 1,
    name,
    position: { x, y: 0 },
    config: { ...definitionOf(type)?.defaults, ...config },
  });
  return JSON.stringify({
    patchbay: "clip",
    nodes: [
      node("hook", "webhook-trigger", "Webhook", 0, { respond: "result", methods: ["POST"] }),
      node("order", "rest-api", "Get the order", 352, { method: "GET", url: upstream }),
      node("keep", "set-variables", "Keep the status", 704, {
        variables: [
          { name: "status", value: "{{ nodes.order.body.status }}", type: "auto" },
          { name: "customer", value: "{{ trigger.body.customer.name }}", type: "text" },
        ],
      }),
      node("shipped", "condition", "Shipped?", 1056, {
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
      }),
      node("answer", "respond", "Answer", 1408, {
        bodyJson:
          '{"ok": true, "order": {{ nodes.order.body.id }}, "customer": "{{ vars.customer }}"}',
      }),
    ],
    edges: [
      { id: "e1", source: "hook", sourcePort: "done", target: "order" },
      { id: "e2", source: "order", sourcePort: "done", target: "keep" },
      { id: "e3", source: "keep", sourcePort: "done", target: "shipped" },
      { id: "e4", source: "shipped", sourcePort: "yes", target: "answer" },
      { id: "e5", source: "shipped", sourcePort: "otherwise", target: "answer" },
    ],
    notes: [],
  });
}
