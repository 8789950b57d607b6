import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { FlowDocument, FlowNode } from "./document.ts";
import type { JsonObject } from "./json.ts";
import { looksSecret } from "./lint/looks-secret.ts";
import { lint } from "./lint.ts";
import { flowOf, nodeOf } from "./test-flow.ts";

type Connections = readonly { id: string; kind: string }[];

function codes(document: FlowDocument, connections?: Connections): string[] {
  const options = { definitionOf, portsOf, ...(connections ? { connections } : {}) };
  return lint(document, options).map(({ code, nodeId }) => `${code}@${nodeId ?? ""}`);
}

function node(id: string, type: string, config: JsonObject = {}): FlowNode {
  return nodeOf(id, type, { ...definitionOf(type)?.defaults, ...config });
}

const start = node("start", "chat-trigger");
const ask = node("ask", "ask-question", { question: "Where?", saveTo: "city" });
const call = node("call", "rest-api", { url: "https://example.com/{{ vars.city }}" });
const say = node("say", "send-message", { text: "It is {{ nodes.call.body.t }}" });
const sorry = node("sorry", "send-message", { text: "Sorry" });
const good = flowOf({
  nodes: [start, ask, call, say, sorry],
  edges: [
    ["start", "done", "ask"],
    ["ask", "done", "call"],
    ["call", "done", "say"],
    ["call", "failed", "sorry"],
  ],
});

test("a flow that is wired and set up has no problems", () => {
  assert.deepEqual(codes(good), []);
});

test("a flow needs a trigger that is on", () => {
  assert.deepEqual(codes(flowOf({ nodes: [] })), ["no_trigger@"]);
  const off = flowOf({ nodes: [{ ...start, disabled: true }] });
  assert.deepEqual(codes(off), ["no_trigger@"]);
});

test("what speaks to a visitor needs a conversation", () => {
  const hook = node("hook", "webhook-trigger");
  const flow = flowOf({ nodes: [hook, sorry], edges: [["hook", "done", "sorry"]] });
  assert.deepEqual(codes(flow), ["needs_chat@sorry"]);
});

test("an unknown node type is an error that offers to remove the node", () => {
  const flow = flowOf({
    nodes: [start, nodeOf("x", "from-the-future")],
    edges: [["start", "done", "x"]],
  });
  const [problem] = lint(flow, { definitionOf, portsOf });
  assert.equal(problem?.code, "unknown_node_type");
  assert.deepEqual(problem?.fix?.kind, "remove-node");
});

test("empty required settings are named with their path; hidden and switched-off ones are not", () => {
  const empty = node("say", "send-message", {
    buttons: [{ label: "", action: "link", value: "", url: "" }],
  });
  const flow = flowOf({ nodes: [start, empty], edges: [["start", "done", "say"]] });
  const fields = lint(flow, { definitionOf, portsOf }).map(({ field }) => field);
  assert.deepEqual(fields, ["text", "buttons.0.label", "buttons.0.url"]);
  const api = node("call", "rest-api", {
    url: "https://example.com",
    headers: [{ enabled: false, name: "", value: "" }],
  });
  const wired = flowOf({
    nodes: [start, api, sorry],
    edges: [
      ["start", "done", "call"],
      ["call", "failed", "sorry"],
    ],
  });
  assert.deepEqual(codes(wired), []);
});

test("fixed values that cannot be right are found; templates are left alone", () => {
  const withUrl = (url: string) => ({
    ...good,
    nodes: good.nodes.map((each) =>
      each.id === "call" ? node("call", "rest-api", { url }) : each,
    ),
  });
  assert.deepEqual(codes(withUrl("not an address")), ["invalid_value@call"]);
  assert.deepEqual(codes(withUrl("{{ vars.city }}/x")), []);
});

test("a connection must exist and be of a kind the node takes", () => {
  const kind = definitionOf("rest-api")?.connection?.kinds[0] ?? "";
  const flow = {
    ...good,
    nodes: good.nodes.map((each) => (each.id === "call" ? { ...each, connectionId: "c1" } : each)),
  };
  assert.deepEqual(codes(flow, [{ id: "c1", kind }]), []);
  assert.deepEqual(codes(flow, []), ["connection_missing@call"]);
  assert.deepEqual(codes(flow, [{ id: "c1", kind: "pigeon" }]), ["connection_wrong_kind@call"]);
  assert.deepEqual(codes(flow), [], "without a list nothing is claimed");
});

function saying(text: string): FlowDocument {
  return {
    ...good,
    nodes: good.nodes.map((each) =>
      each.id === "say" ? node("say", "send-message", { text }) : each,
    ),
  };
}

test("templates that name nothing, or cannot be read, are errors with a hint", () => {
  const [unknown] = lint(saying("{{ vars.citty }}"), { definitionOf, portsOf });
  assert.equal(unknown?.code, "unknown_variable");
  assert.match(unknown?.message ?? "", /Did you mean “city”/);
  assert.deepEqual(unknown?.fix, {
    label: "Add “citty”",
    kind: "declare-variable",
    target: "citty",
  });
  assert.deepEqual(codes(saying("{{ nodes.cal.x }}")), ["unknown_node@say"]);
  assert.deepEqual(codes(saying("{{ city }}")), ["unknown_variable@say"]);
  assert.deepEqual(codes(saying("{{ vars.city ")), ["template_syntax@say"]);
  assert.deepEqual(codes(saying("{{ trigger.text }} {{ contact.name }}")), []);
});

test("a step that comes later, or on another branch, has no result to use", () => {
  assert.deepEqual(codes(saying("{{ nodes.sorry.text }}")), ["not_before@say"]);
  assert.deepEqual(codes(saying("{{ nodes.ask.value }}")), []);
});

test("loose ends are pointed out where they are hardly meant", () => {
  const choice = node("if", "condition", {
    branches: [
      {
        id: "yes",
        name: "Yes",
        when: {
          match: "all",
          rules: [{ left: "{{ trigger.text }}", operator: "equals", right: "y" }],
        },
      },
    ],
  });
  const flow = flowOf({
    nodes: [start, choice, say, sorry],
    edges: [
      ["start", "done", "if"],
      ["if", "yes", "sorry"],
    ],
  });
  const noted = codes({ ...flow, nodes: flow.nodes.filter(({ id }) => id !== "say") });
  assert.deepEqual(noted, ["dangling_outlet@if"]);
  assert.deepEqual(codes(flowOf({ nodes: [start] })), ["dangling_outlet@start"]);
  assert.deepEqual(codes(flowOf({ nodes: [start, sorry] })), [
    "dangling_outlet@start",
    "unreachable@sorry",
  ]);
});

test("an edge from an outlet that is gone offers to be removed", () => {
  const flow = flowOf({
    nodes: [start, sorry],
    edges: [
      ["start", "done", "sorry"],
      ["sorry", "old", "sorry"],
    ],
  });
  const [problem] = lint(flow, { definitionOf, portsOf }).filter(
    ({ code }) => code === "unknown_port",
  );
  assert.deepEqual(problem?.fix, { label: "Remove the line", kind: "remove-edge", target: "e1" });
});

test("a circle is fine when it waits for the visitor, and a warning when it never does", () => {
  const waits = flowOf({
    nodes: [start, ask],
    edges: [
      ["start", "done", "ask"],
      ["ask", "done", "ask"],
    ],
  });
  assert.deepEqual(codes(waits), []);
  const tight = flowOf({
    nodes: [start, sorry, node("again", "send-message", { text: "x" })],
    edges: [
      ["start", "done", "sorry"],
      ["sorry", "done", "again"],
      ["again", "done", "sorry"],
    ],
  });
  assert.deepEqual(codes(tight), ["loop_without_wait@sorry"]);
});

test("credentials are recognised, ordinary text is not", () => {
  // Made up, and put together here so that no scanner takes them for real ones.
  const secrets = [
    `sk-${"proj-abcdefghij0123456789"}`,
    `Bearer ${"abcdefghijklmnop0123"}`,
    `ghp_${"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}`,
    `https://user:${"hunter22"}@example.com/`,
    "q8Zr3LxV0bTn5WkY7mPd2HsJ9cFgA4uE6iRo",
  ];
  for (const text of secrets) assert.equal(looksSecret(text), true, text);
  const harmless = [
    "Hello there, how can I help you today?",
    "https://example.com/a/very/long/path/with-many-words-in-it",
    "Bearer {{ vars.token }}",
    "{{ nodes.ask_for_the_customers_city.value }}",
    "550e8400-e29b-41d4-a716-446655440000",
    "thisisjustaverylongwordwithoutanydigits",
  ];
  for (const text of harmless) assert.equal(looksSecret(text), false, text);
});

test("problems come errors first, in the order of the document", () => {
  const flow = flowOf({
    nodes: [start, node("late", "send-message"), node("alone", "send-message", { text: "x" })],
    edges: [["start", "done", "late"]],
  });
  assert.deepEqual(codes(flow), ["missing_setup@late", "unreachable@alone"]);
});

test("of a stretch that no run comes by, only the beginning is named", () => {
  const lost = ["x", "y", "z"].map((id) => node(id, "send-message", { text: "x" }));
  const nodes = [start, sorry, ...lost];
  const chain = flowOf({
    nodes,
    edges: [
      ["start", "done", "sorry"],
      ["x", "done", "y"],
      ["y", "done", "z"],
    ],
  });
  assert.deepEqual(codes(chain), ["unreachable@x"]);
  const circle = {
    ...chain,
    edges: [...chain.edges, { id: "back", source: "z", sourcePort: "done", target: "x" }],
  };
  assert.deepEqual(codes(circle), ["unreachable@x", "loop_without_wait@x"]);
});

test("a setting that another one can stand in for is not missing then", () => {
  const picture = node("say", "send-message", { text: "", imageUrl: "https://example.com/a.png" });
  const nothing = node("say", "send-message", { text: " ", imageUrl: " " });
  const complaints = (say: FlowNode) =>
    codes({ ...good, nodes: good.nodes.map((each) => (each.id === "say" ? say : each)) });
  assert.ok(!complaints(picture).includes("missing_setup@say"));
  assert.ok(complaints(nothing).includes("missing_setup@say"));
});

test("the current item is there in a loop's branch, and nowhere else", () => {
  const each = node("each", "for-each", { list: "[1]" });
  const inside = node("inside", "set-variables", {
    variables: [{ name: "item", type: "auto", value: "{{ loop.item }}" }],
  });
  const outside = { ...inside, id: "outside", key: "outside", name: "Outside" };
  const flow = flowOf({
    nodes: [node("start", "manual-trigger"), each, inside, outside],
    edges: [
      ["start", "done", "each"],
      ["each", "each", "inside"],
      ["each", "done", "outside"],
    ],
  });
  assert.deepEqual(codes(flow), ["unknown_variable@outside"]);
});

test("settings that a node would refuse in every run stop a flow, by their names", () => {
  const told = (config: JsonObject, type = "rest-api") =>
    lint(flowOf({ nodes: [start, { ...nodeOf("it", type, config), name: "Look up" }] }), {
      definitionOf,
      portsOf,
    })
      .filter(({ nodeId, severity }) => nodeId === "it" && severity === "error")
      .map(({ code, field, message }) => [code, field, message] as const);
  const url = "https://example.com";
  assert.deepEqual(told({ url }), []);
  const [unknown] = told({ url, colour: "x" });
  assert.deepEqual(unknown?.slice(0, 2), ["invalid_value", "colour"]);
  assert.match(unknown?.[2] ?? "", /“Look up” has a setting “colour” .*REST API/);
  const [method] = told({ url, method: "{{ vars.m }}" });
  assert.match(method?.[2] ?? "", /“Method” of “Look up” is not right/);
  const [row] = told({ url, headers: [{ name: 5, value: "x" }] });
  assert.equal(row?.[1], "headers.0.name");
  assert.match(row?.[2] ?? "", /Headers, header 1: Name/);
  assert.equal(told({ url, timeoutSeconds: 500 }).length, 1);
  assert.deepEqual(told({ url, proxy: 1 }).length, 1);
});

test("settings that a template fills in are only known then", () => {
  const digits = (config: JsonObject) =>
    codes(flowOf({ nodes: [start, node("it", "ask-question", { question: "A?", ...config })] }));
  const bounds = { answerType: "number" };
  assert.deepEqual(digits({ ...bounds, minimum: "{{ 5 }}" }), digits(bounds));
  assert.notDeepEqual(digits({ ...bounds, minimum: "five" }), digits(bounds));
});

test("a time zone, hours and a day that cannot be right are named", () => {
  const told = (type: string, config: JsonObject) =>
    lint(flowOf({ nodes: [start, node("it", type, config)] }), { definitionOf, portsOf })
      .filter(({ code }) => code === "invalid_value")
      .map(({ message }) => message);
  assert.deepEqual(told("time", {}), []);
  assert.match(told("time", { timeZone: "Europe/Berlinn" })[0] ?? "", /“Time zone”.*no time zone/);
  const late = { monday: [{ from: "9", to: "25:00" }] };
  assert.match(told("time", { hours: late })[0] ?? "", /“Open”.*09:30/);
  const until = { mode: "until", until: "tomorrow", timeZone: "Mars" };
  assert.match(told("delay", until)[0] ?? "", /“Time zone”/);
});

test("a variable of the workspace has to exist, and a secret one is not for telling", () => {
  const workspaceVariables = [
    { name: "support_email", secret: false },
    { name: "shop_key", secret: true },
  ];
  const problemsOf = (type: string, config: JsonObject) =>
    lint(flowOf({ nodes: [start, node("x", type, config)], edges: [["start", "done", "x"]] }), {
      definitionOf,
      portsOf,
      workspaceVariables,
    }).filter(({ nodeId, code }) => nodeId === "x" && code !== "port_open");
  const codesOf = (type: string, config: JsonObject) =>
    problemsOf(type, config).map(({ code, severity }) => `${severity} ${code}`);
  const say = (text: string) => codesOf("send-message", { text });
  assert.deepEqual(say("{{ workspace.support_email }}"), []);
  assert.deepEqual(say("{{ workspace.suport_email }}"), ["error unknown_variable"]);
  const [typo] = problemsOf("send-message", { text: "{{ workspace.suport_email }}" });
  assert.match(typo?.message ?? "", /Did you mean “support_email”/);
  assert.deepEqual(say("{{ workspace.shop_key | upcase }}"), ["warning secret_told"]);
  assert.deepEqual(say("{{ workspace | json }}"), ["warning secret_told"]);
  const url = "https://example.com/?key={{ workspace.shop_key }}";
  assert.ok(!codesOf("rest-api", { url }).some((code) => code.includes("secret_told")));
  // Without knowing them, nothing is said.
  const text = "{{ workspace.suport_email }}";
  const blind = flowOf({
    nodes: [start, node("x", "send-message", { text })],
    edges: [["start", "done", "x"]],
  });
  assert.deepEqual(codes(blind), []);
});

test("an address that its connection may not be sent to is told, the backup's too", () => {
  const connections = [
    { id: "c1", kind: "bearer", reaches: (url: URL) => url.host === "api.example.com" },
  ];
  const told = (config: JsonObject, chosen: Partial<FlowNode> = {}) => {
    const call = { ...node("x", "rest-api", config), connectionId: "c1", ...chosen };
    const document = flowOf({ nodes: [start, call], edges: [["start", "done", "x"]] });
    return lint(document, { definitionOf, portsOf, connections }).flatMap(({ code, field }) =>
      code === "connection_not_allowed" ? [field] : [],
    );
  };
  const url = "https://api.example.com/orders";
  assert.deepEqual(told({ url }), []);
  assert.deepEqual(told({ url: "https://other.example.com/" }), ["url"]);
  assert.deepEqual(told({ url: "https://{{ vars.host }}/" }), []);
  assert.deepEqual(told({ url, backupUrl: "https://api.example.com" }), []);
  assert.deepEqual(told({ url, backupUrl: "https://standby.example.com" }), ["backupUrl"]);
  const far = { connectionId: null, backupConnectionId: "c1" };
  assert.deepEqual(told({ url: "https://other.example.com/" }, far), ["backupUrl"]);
});

test("a step's copy of an operation is told of when its system describes it otherwise, or not at all", () => {
  const operation = {
    ...{ key: "list", method: "GET", path: "/a", server: "https://a.example.com", hash: "h1" },
    ...{ summary: "List", parameters: [], answers: [], defs: {}, connectionKinds: [] },
  };
  const step = node("call", "connect", { call: { systemId: "s1", operation, values: {} } });
  const flow = flowOf({
    nodes: [node("hand", "manual-trigger"), step, node("end", "stop")],
    edges: [
      ["hand", "done", "call"],
      ["call", "failed", "end"],
    ],
  });
  const messages = (hash: string | null) =>
    lint(flow, { definitionOf, portsOf, operations: [{ systemId: "s1", key: "list", hash }] })
      .filter(({ code }) => code === "operation_changed")
      .map(({ severity, field, message }) => `${severity} ${field} ${message}`);
  assert.deepEqual(messages("h1"), []);
  assert.match(messages("h2").join(), /^warning call .*differently by now/);
  assert.match(messages(null).join(), /^warning call .*no longer describes “List”/);
});
