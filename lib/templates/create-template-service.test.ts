import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import { flowDocument } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { failsWith } from "#lib/nodes/testing/context.ts";
import { openServicesBench, type ServicesBench } from "#lib/server/services-bench.fixture.ts";

let bench: ServicesBench;
let owner: Actor;
let viewer: Actor;
let stranger: Actor;
let connectionId = "";

before(async () => {
  bench = await openServicesBench();
  owner = await bench.member("owner");
  viewer = await bench.member("viewer", owner.workspaceId);
  stranger = await bench.member("owner");
  const made = await bench.services.connections.create(owner, {
    kind: "bearer",
    name: "Shop key",
    values: { token: "very-secret-token", allowedHosts: "shop.example.com" },
  });
  connectionId = made.id;
});
after(() => bench.close());

/** A flow whose steps hold a connection, credentials in plain sight, and data of a test. */
function document(version = "a") {
  const config = (more: object) => ({ ...definitionOf("rest-api")?.defaults, ...more });
  const at = { version: 1, position: { x: 0, y: 0 } };
  return flowDocument.parse({
    schemaVersion: 1,
    nodes: [
      { ...at, id: "start", key: "start", type: "manual-trigger", name: "Start", config: {} },
      {
        ...at,
        ...{ id: "call", key: "call", type: "rest-api", name: `Call ${version}`, connectionId },
        pinned: { port: "done", output: { customer: "Ada" } },
        config: config({
          url: "https://user:pass@shop.example.com/orders?api_key=abc123&page={{ vars.page }}",
          headers: [
            { name: "X-Api-Key", value: "plain-secret", enabled: true },
            { name: "Authorization", value: "Bearer {{ workspace.shop_key }}", enabled: true },
            { name: "X-Source", value: "chat", enabled: true },
          ],
          bodyText: "sk_live_abcdefghijklmnop",
        }),
      },
    ],
    edges: [{ id: "e", source: "start", sourcePort: "done", target: "call" }],
    variables: [{ name: "page", initial: 1 }],
    settings: { chat: { allowedOrigins: ["https://intern.example.com"] } },
  });
}

const save = (more: object = {}) =>
  bench.services.templates.save(owner, {
    ...{ name: "Shop call", summary: "Calls the shop.", category: "sales", scope: "flow" },
    ...{ document: document(), asked: ["page"], ...more },
  });

describe("a workspace's templates", () => {
  it("keep no secret, no connection, no sample data and no website of their own", async () => {
    const { id, stripped } = await save();
    const { template } = await bench.services.templates.exportFile(owner, id);
    const text = JSON.stringify(template);
    for (const secret of [
      "plain-secret",
      "abc123",
      "pass@",
      "sk_live",
      connectionId,
      "Ada",
      "intern",
    ])
      assert.ok(!text.includes(secret), secret);
    assert.ok(text.includes("{{ workspace.shop_key }}"), "what a template inserts stays");
    assert.deepEqual(
      stripped.map(({ place }) => place),
      ["url", "headers 1 “X-Api-Key”", "bodyText"],
    );
    assert.deepEqual(template.connections, [
      { ref: "connection-1", label: "Shop key", help: "", kinds: ["bearer"], required: false },
    ]);
    assert.deepEqual(
      template.parameters.map(({ key, kind, initial }) => [key, kind, initial]),
      [["page", "number", "1"]],
    );
  });

  it("Template Selection: are listed, grow a version with each save, and are in the audit log", async () => {
    const first = await save({ name: "Versioned" });
    const second = await save({ name: "Versioned", document: document("b") });
    assert.deepEqual([second.id, second.version], [first.id, first.version + 1]);
    const listed = await bench.services.templates.list(owner);
    assert.ok(listed.some(({ id, source }) => id === first.id && source === "workspace"));
    assert.ok(listed.some(({ source, category }) => source === "patchbay" && category === "sales"));
    const entries = await bench.prisma.auditEntry.findMany({
      where: { workspaceId: owner.workspaceId, action: "template.save", targetId: first.id },
    });
    assert.equal(entries.length, 2);
  });

  it("Customization: become flows as drafts, with what was chosen and where they come from", async () => {
    const { id, version } = await save({ name: "Used" });
    const { flowId } = await bench.services.templates.use(owner, {
      ...{ id, name: "From a template", folder: "" },
      values: { parameters: { page: "7" }, connections: { "connection-1": connectionId } },
    });
    const flow = await bench.services.flows.get(owner, flowId);
    assert.equal(flow.state, "draft");
    assert.equal(flow.document.variables[0]?.initial, "7");
    const call = flow.document.nodes.find(({ key }) => key === "call");
    assert.equal(call?.connectionId, connectionId);
    assert.deepEqual(call?.origin, { template: id, version });
    const { runs } = await bench.services.runs.list(owner, { flowId });
    assert.equal(runs.length, 0, "nothing ran");
  });

  it("Parameter Setup, Connection Details: say what is missing, each by its name, and make nothing then", async () => {
    const before = (await bench.services.flows.list(owner)).length;
    const wrong = bench.services.templates.use(owner, {
      ...{ id: "patchbay/order-status", name: "X", folder: "" },
      values: { parameters: { address: "not an address" }, connections: {} },
    });
    await assert.rejects(wrong, failsWith("invalid_input", /Address of your shop/));
    const foreign = bench.services.templates.use(owner, {
      ...{ id: "patchbay/order-status", name: "X", folder: "" },
      values: {
        parameters: { address: "https://shop.example.com" },
        connections: { "connection-1": "somebody-elses" },
      },
    });
    await assert.rejects(foreign, failsWith("invalid_input", /another connection/));
    assert.equal((await bench.services.flows.list(owner)).length, before);
  });

  it("travel as files: what comes back is the same, and secrets of a file are left out", async () => {
    const { id } = await save({ name: "Travels" });
    const { template } = await bench.services.templates.exportFile(owner, id);
    const file = structuredClone(template);
    const node = file.document.nodes.find(({ key }) => key === "call");
    if (node !== undefined) node.config.url = "https://x.example.com/?token=smuggled";
    const read = await bench.services.templates.importFile(stranger, JSON.stringify(file));
    assert.deepEqual(read.stripped, [{ step: "Call a", place: "url" }]);
    const there = await bench.services.templates.get(stranger, read.id);
    assert.equal(there.name, "Travels");
    assert.ok(!JSON.stringify(there).includes("smuggled"));
    for (const text of [
      "",
      "{",
      "[]",
      '{"patchbay":"flow"}',
      JSON.stringify({ ...file, document: {} }),
    ])
      await assert.rejects(
        bench.services.templates.importFile(stranger, text),
        failsWith("invalid_document"),
      );
  });

  it("are one workspace's own, and not for viewers to change", async () => {
    const { id } = await save({ name: "Own" });
    const { templates } = bench.services;
    assert.ok((await templates.list(viewer)).some((one) => one.id === id));
    assert.ok(!(await templates.list(stranger)).some((one) => one.id === id));
    await assert.rejects(templates.get(stranger, id), failsWith("not_found"));
    await assert.rejects(templates.exportFile(stranger, id), failsWith("not_found"));
    await assert.rejects(templates.remove(stranger, id), failsWith("not_found"));
    await assert.rejects(templates.remove(viewer, id), failsWith("not_permitted"));
    await templates.remove(owner, id);
    await assert.rejects(templates.get(owner, id), failsWith("not_found"));
    await assert.rejects(templates.remove(owner, "patchbay/feedback"), failsWith("not_found"));
  });
});
