import type { FlowDocument } from "#lib/flow/document.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { type DrawnEdge, type DrawnNode, drawDocument } from "#lib/flow-store/draw-document.ts";
import { behaviours } from "./echo-provider.fixture.ts";

export type Place = { connectionId: string; kind: string; origin: string };

const echoed = "{{ nodes.call.body.echo }}";
const variable = (value: string, rest: JsonObject = {}): JsonObject => ({
  variables: [{ name: "kept", value, ...rest }],
});

/** What a step does with an answer that holds the secret: hands it on, or fails over it. */
const successors: { readonly [name: string]: { type: string; config: JsonObject } } = {
  "keeps it": { type: "set-variables", config: variable(echoed) },
  "is no number": { type: "set-variables", config: variable(echoed, { type: "number" }) },
  "is no JSON": { type: "set-variables", config: variable(`{${echoed}`, { type: "json" }) },
  "template goes wrong": {
    type: "set-variables",
    config: variable(`{{ nodes.call.body.echo.a.b }}`),
  },
  "filter goes wrong": {
    type: "set-variables",
    config: variable(`{{ nodes.call.body.echo | date: "%Y" }}`),
  },
  "waits for it": { type: "delay", config: { mode: "variable", amountText: echoed } },
  "waits until it": { type: "delay", config: { mode: "until", until: echoed } },
  "goes through it": { type: "for-each", config: { list: echoed } },
  "stops with it": { type: "stop", config: { resultType: "text", resultText: echoed } },
  "fails with it": { type: "stop", config: { outcome: "failure", message: `No: ${echoed}` } },
  "calls its address": { type: "rest-api", config: { url: `http://${echoed}/x` } },
  "sends a broken body": {
    type: "rest-api",
    config: {
      url: "http://10.0.0.1/",
      method: "POST",
      bodyType: "json",
      bodyJson: `{"a": ${echoed}}`,
    },
  },
  "sends it as a header": {
    type: "rest-api",
    config: { url: "http://10.0.0.1/", headers: [{ name: "X-A", value: `${echoed}\n${echoed}` }] },
  },
  "names a header after it": {
    type: "rest-api",
    config: { url: "http://10.0.0.1/", headers: [{ name: echoed, value: "x" }] },
  },
};

/** One document: each way to fail, and each thing to do with an echo, behind a trigger of its own. */
export function canaryFlow(
  place: Place,
  thorough: boolean,
): { document: FlowDocument; triggers: string[] } {
  const nodes: { [key: string]: DrawnNode } = {};
  const edges: DrawnEdge[] = [];
  const triggers: string[] = [];
  const address = (behaviour: string) => `${place.origin}/${place.kind}/${behaviour}`;
  const chain = (
    config: JsonObject,
    next?: { type: string; config: JsonObject },
    type = "rest-api",
  ) => {
    const n = triggers.length;
    nodes[`t${n}`] = { type: "manual-trigger", name: `Start ${n}`, at: [0, n * 200] };
    const key = `call${n}`;
    nodes[key] = {
      type,
      name: `Call ${n}`,
      at: [350, n * 200],
      config: { timeoutSeconds: 1, ...config },
    };
    edges.push([`t${n}`, "done", key]);
    triggers.push(`t${n}`);
    if (next === undefined) return;
    const own = JSON.parse(JSON.stringify(next.config).replaceAll("nodes.call.", `nodes.${key}.`));
    nodes[`next${n}`] = { type: next.type, name: `Next ${n}`, at: [700, n * 200], config: own };
    edges.push([key, "done", `next${n}`]);
  };
  for (const name of Object.keys(behaviours)) {
    chain({ url: address(name) });
    chain(operationAt(place, name), undefined, "connect");
    if (thorough)
      chain({ url: address(name), method: "POST", failOn: "never", responseAs: "text" });
  }
  chain({ url: address("invalid-json"), responseAs: "json" });
  chain({ url: address("403-text"), responseAs: "xml", failOn: "never" });
  chain({ url: "http://10.0.0.1/secret" });
  chain({ url: "https://nowhere.invalid/" });
  chain({ url: "not an address" });
  for (const next of Object.values(successors)) chain({ url: address("repeats-it") }, next);
  return { document: connected(drawDocument({ nodes, edges }), place), triggers };
}

/** A call of a known system's operation, as a step Connect keeps it. */
function operationAt({ origin, kind }: Place, behaviour: string): JsonObject {
  const operation = {
    ...{ key: behaviour, method: "GET", path: `/${kind}/${behaviour}`, server: origin },
    ...{ summary: behaviour, parameters: [], answers: [], defs: {}, connectionKinds: [], hash: "" },
  };
  return {
    call: { systemId: "s", operation, values: {}, contentType: "", rawBody: null },
  };
}

/** A webhook that is answered with the echo, and hands it to another flow as well. */
export function canaryHook(place: Place, calledFlowId: string): FlowDocument {
  const { origin, kind } = place;
  const input = [{ name: "echo", value: echoed }];
  return connected(
    drawDocument({
      nodes: {
        hook: { type: "webhook-trigger", name: "Hook", at: [0, 0], config: { respond: "result" } },
        call: call(origin, kind),
        respond: {
          type: "respond",
          name: "Respond",
          at: [700, 0],
          config: {
            bodyType: "text",
            bodyText: `You are ${echoed}`,
            headers: [{ name: "X-Echo", value: `${echoed}` }],
          },
        },
        sub: {
          type: "sub-flow",
          name: "Sub",
          at: [1050, 0],
          config: { flowId: calledFlowId, input },
        },
        away: {
          type: "sub-flow",
          name: "Away",
          at: [1400, 0],
          config: { flowId: calledFlowId, input, mode: "hand-over" },
        },
      },
      edges: [
        ["hook", "done", "call"],
        ["call", "done", "respond"],
        ["respond", "done", "sub"],
        ["sub", "done", "away"],
      ],
    }),
    place,
  );
}

/** A step that sends to the connection's hook, in each way, and what it leaves kept as a variable. */
export function canaryHookSender({ kind, connectionId }: Place): {
  document: FlowDocument;
  triggers: string[];
} {
  const nodes: { [key: string]: DrawnNode } = {};
  const edges: DrawnEdge[] = [];
  const data = [{ name: "lead", value: "Ada", type: "text" }];
  for (const [n, sendAs] of ["json", "form", "query"].entries()) {
    nodes[`t${n}`] = { type: "manual-trigger", name: `Start ${n}`, at: [0, n * 200] };
    const config = { data, sendAs, timeoutSeconds: 1 };
    nodes[`send${n}`] = { type: kind, name: `Send ${n}`, at: [350, n * 200], config };
    const kept = variable(`{{ nodes.send${n} | json }}`);
    nodes[`next${n}`] = {
      type: "set-variables",
      name: `Next ${n}`,
      at: [700, n * 200],
      config: kept,
    };
    edges.push([`t${n}`, "done", `send${n}`]);
    edges.push([`send${n}`, "done", `next${n}`], [`send${n}`, "failed", `next${n}`]);
  }
  const document = drawDocument({ nodes, edges });
  return {
    triggers: ["t0", "t1", "t2"],
    document: {
      ...document,
      nodes: document.nodes.map((node) =>
        node.type === kind ? { ...node, connectionId, retries: 0 } : node,
      ),
    },
  };
}

/** Webhooks whose senders prove themselves with the connection, in each way there is. */
export function canarySignedHooks({ connectionId }: Place): FlowDocument[] {
  return signedWays.map((config) => {
    const document = drawDocument({
      nodes: { hook: { type: "webhook-trigger", name: "Hook", at: [0, 0], config } },
      edges: [],
    });
    const nodes = document.nodes.map((node) => ({ ...node, connectionId }));
    return { ...document, nodes };
  });
}

const signedWays: readonly JsonObject[] = [
  ...["standard", "github", "stripe", "hmac", "token"].map((verify) => ({ verify })),
  { verify: "token", respond: "result" },
];

/** A chat that says the echo, remembers it and hands it to people. */
export function canaryChat(place: Place): FlowDocument {
  const { origin, kind } = place;
  return connected(
    drawDocument({
      nodes: {
        chat: { type: "chat-trigger", name: "Chat", at: [0, 0] },
        call: call(origin, kind),
        keep: {
          type: "set-variables",
          name: "Keep",
          at: [700, 0],
          config: variable(echoed, { remember: true }),
        },
        say: {
          type: "send-message",
          name: "Say",
          at: [1050, 0],
          config: { text: `Your key: ${echoed}` },
        },
        people: {
          type: "hand-over",
          name: "People",
          at: [1400, 0],
          config: { message: `A moment, ${echoed}`, note: `They have ${echoed}` },
        },
      },
      edges: [
        ["chat", "done", "call"],
        ["call", "done", "keep"],
        ["keep", "done", "say"],
        ["say", "done", "people"],
      ],
    }),
    place,
  );
}

/** What is called: shows what it was given in every way it can. */
export function calledFlow(): FlowDocument {
  return drawDocument({
    nodes: {
      called: { type: "called-trigger", name: "Called", at: [0, 0] },
      stop: {
        type: "stop",
        name: "Stop",
        at: [350, 0],
        config: { resultType: "text", resultText: "{{ trigger.input.echo }}" },
      },
    },
    edges: [["called", "done", "stop"]],
  });
}

function call(origin: string, kind: string): DrawnNode {
  const url = `${origin}/${kind}/repeats-it`;
  return { type: "rest-api", name: "Call", at: [350, 0], config: { url } };
}

function connected(document: FlowDocument, { connectionId }: Place): FlowDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) =>
      ["rest-api", "connect"].includes(node.type) && !node.key.startsWith("next")
        ? { ...node, connectionId, retries: 0 }
        : { ...node, ...(node.type === "rest-api" && { retries: 0 }) },
    ),
  };
}
