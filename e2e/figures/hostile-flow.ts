import { drawClip } from "../driver/draw-clip.ts";

const hook = {
  type: "webhook-trigger",
  name: "Webhook",
  config: { respond: "at-once", methods: ["POST"] },
};

/** webhook → one call to the address that the webhook names, tried once, with five seconds of time. */
export function hostileFlow(upstream: string): string {
  const url = `${upstream}/{{ trigger.body.path }}`;
  const call = { type: "rest-api", name: "Call", config: { url, timeoutSeconds: 5 } };
  return tryingOnce(drawClip({ hook, call }, ["hook -> call"]));
}

/** webhook → download into a file → upload of that file in a form. */
export function uploadFlow(upstream: string): string {
  const download = {
    type: "rest-api",
    name: "Download",
    config: { url: `${upstream}/{{ trigger.body.path }}`, responseAs: "file" },
  };
  const upload = {
    type: "rest-api",
    name: "Upload",
    config: {
      method: "POST",
      url: `${upstream}/upload`,
      bodyType: "multipart",
      bodyParts: [
        { name: "file", kind: "file", value: "{{ nodes.download.body }}", type: "", enabled: true },
        { name: "title", kind: "text", value: "Twenty", type: "", enabled: true },
      ],
    },
  };
  return tryingOnce(
    drawClip({ hook, download, upload }, ["hook -> download", "download -> upload"]),
  );
}

/** What is judged is each try, so there is one. */
function tryingOnce(clip: string): string {
  const drawn = JSON.parse(clip) as { nodes: object[] } /* from just above */;
  return JSON.stringify({ ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, retries: 0 })) });
}
