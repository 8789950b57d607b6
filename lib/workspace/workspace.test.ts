import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import {
  createPeopleBench,
  type PeopleBench,
  password,
} from "#lib/access/people/people-bench.fixture.ts";
import { createFlowStore } from "#lib/flow-store/flow-store.ts";
import { Pruner } from "#lib/operations/pruner.ts";
import type { WorkspaceService } from "./contract.ts";
import { createWorkspaceService } from "./create-workspace-service.ts";
import { workspaceChange } from "./settings.ts";

let bench: PeopleBench;
let owner: Actor;
let workspace: WorkspaceService;

before(async () => {
  bench = await createPeopleBench();
  const { prisma } = bench.database;
  workspace = createWorkspaceService({
    prisma,
    flows: createFlowStore({ prisma }),
    forgetSessions: bench.forgetSessions,
  });
});
after(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  owner = await bench.owner();
});

const refusal = (code: string) => ({ code });
const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(100)]);
const texts = { placeholder: "Frag uns", send: "Los", ended: "", offline: "", closed: "Bis 9 Uhr" };

describe("workspace settings", () => {
  it("are what admins say, piece by piece, on record; what else is stored stays", async () => {
    const { prisma } = bench.database;
    const { workspaceId } = owner;
    await prisma.workspace.update({
      where: { id: workspaceId },
      data: { settings: { ofSomebodyElse: 1, accent: "not a colour" } },
    });
    assert.equal((await workspace.read(owner)).accent, "");
    await workspace.change(owner, { name: "Turbines", timeZone: "Europe/Berlin" });
    await workspace.change(owner, { accent: "#1d4ed8", texts });
    const { name, timeZone, accent, texts: kept } = await workspace.read(owner);
    assert.deepEqual([name, timeZone, accent], ["Turbines", "Europe/Berlin", "#1d4ed8"]);
    assert.deepEqual(kept, texts);
    const row = await prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    assert.partialDeepStrictEqual(row.settings, { ofSomebodyElse: 1 });
    const entry = await prisma.auditEntry.findFirst({
      where: { workspaceId, action: "workspace.settings" },
      orderBy: { id: "asc" },
    });
    assert.deepEqual(entry?.before, { name: "Engines", timeZone: "" });
    assert.deepEqual(entry?.after, { name: "Turbines", timeZone: "Europe/Berlin" });
  });

  it("are refused where they mean nothing", () => {
    for (const wrong of [
      { timeZone: "Mars/Olympus" },
      { timeZone: "+02:00" },
      { locale: "no such language" },
      { accent: "red" },
      { accent: "#fff;background:url(x)" },
      { name: " " },
      { chatName: "x".repeat(61) },
      { unknown: true },
    ]) {
      assert.equal(workspaceChange.safeParse(wrong).success, false, JSON.stringify(wrong));
    }
    assert.deepEqual(workspaceChange.parse({ locale: "DE-ch", accent: "#FFAA00" }), {
      locale: "de-CH",
      accent: "#ffaa00",
    });
  });

  it("are for admins to change, and for every member to know", async () => {
    const editor = await bench.member(owner, "editor", "Bob");
    assert.equal((await workspace.read(editor)).name, "Engines");
    const denied = refusal("not_permitted");
    await assert.rejects(workspace.change(editor, { name: "Mine" }), denied);
    await assert.rejects(workspace.setLogo(editor, { base64: "" }), denied);
    await assert.rejects(workspace.removeLogo(editor), denied);
    const admin = await bench.member(owner, "admin", "Eve");
    await assert.rejects(workspace.remove(admin, { name: "Engines" }), denied);
  });

  it("ask for a second factor only when who asks has one, and then of everybody at once", async () => {
    const editor = await bench.member(owner, "editor", "Bob");
    await assert.rejects(
      workspace.change(owner, { requireSecondFactor: true }),
      refusal("second_factor_due"),
    );
    await bench.database.prisma.secondFactor.create({
      data: { userId: owner.userId, envelope: {}, confirmedAt: new Date() },
    });
    assert.equal((await bench.again(editor))?.secondFactorDue, undefined);
    await workspace.change(owner, { requireSecondFactor: true });
    assert.equal((await bench.again(editor))?.secondFactorDue, true);
    assert.equal((await bench.again(owner))?.secondFactorDue, undefined);
  });
});

describe("a logo", () => {
  it("is an image by its bytes, of at most 200 kB, at an address that changes with it", async () => {
    await workspace.setLogo(owner, { base64: png.toString("base64") });
    const { logoPath } = await workspace.chatLook(owner.workspaceId);
    const [, , , id = "", hash = ""] = logoPath?.split("/") ?? [];
    const logo = await workspace.logo(id, hash);
    assert.deepEqual([logo?.mediaType, logo?.bytes.length], ["image/png", png.length]);
    assert.equal(await workspace.logo("another", hash), null);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script>');
    for (const [bytes, code] of [
      [svg, "unsupported_media_type"],
      [Buffer.from("<html>"), "unsupported_media_type"],
      [Buffer.concat([png, Buffer.alloc(200 * 1024)]), "body_too_large"],
    ] as const) {
      const input = { base64: bytes.toString("base64") };
      await assert.rejects(workspace.setLogo(owner, input), refusal(code));
    }
    await workspace.removeLogo(owner);
    assert.equal((await workspace.chatLook(owner.workspaceId)).logoPath, null);
  });
});

describe("deleting a workspace", () => {
  it("asks for its name, and for another place to go", async () => {
    await assert.rejects(workspace.remove(owner, { name: "engines" }), refusal("invalid_input"));
    await assert.rejects(workspace.remove(owner, { name: "Engines" }), refusal("last_workspace"));
  });

  it("takes everything with it, lets members go on elsewhere, and stays on record", async () => {
    const { prisma, pool } = bench.database;
    const { workspaceId } = owner;
    const editor = await bench.member(owner, "editor", "Bob");
    const flow = await createFlowStore({ prisma }).create(owner, { name: "Orders" });
    await pool.query(
      `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind, trigger_node_id, started_at)
       SELECT 'r' || n, $1, $2, '', 'live', 'succeeded', 'manual', 's', now() FROM generate_series(1, 1200) n`,
      [workspaceId, flow.id],
    );
    await pool.query(
      `INSERT INTO conversations (id, workspace_id, flow_id, mode, token_hash)
       VALUES ('c1', $1, $2, 'live', 'x')`,
      [workspaceId, flow.id],
    );
    const other = await bench.people.createWorkspace(owner, { name: "Elsewhere" });
    await bench.people.switchWorkspace(owner, workspaceId);
    await workspace.remove(owner, { name: "Engines" });

    assert.equal(await prisma.workspace.findUnique({ where: { id: workspaceId } }), null);
    assert.equal(await prisma.flow.count({ where: { workspaceId } }), 0);
    assert.equal((await bench.again(owner))?.workspaceId, other.id);
    assert.equal(await bench.again(editor), null);
    await assert.rejects(bench.signIn("bob@example.com", password), refusal("no_workspace"));
    const recorded = await bench.recorded(workspaceId);
    assert.ok(recorded.includes("flow.delete") && recorded.includes("workspace.delete"));

    const log = { info: () => undefined, warn: () => undefined };
    const pruned = await new Pruner({ pool, log }).prune();
    assert.deepEqual([pruned?.runs, pruned?.conversations], [1200, 1]);
    for (const table of ["runs", "conversations", "document_snapshots", "hook_endpoints"]) {
      const { rows } = await pool.query(`SELECT 1 FROM ${table} WHERE workspace_id = $1`, [
        workspaceId,
      ]);
      assert.equal(rows.length, 0, table);
    }
    assert.equal((await new Pruner({ pool, log }).prune())?.runs, 0);
  });
});
