import assert from "node:assert/strict";
import { test } from "node:test";
import { compareDocuments } from "./compare-documents.ts";
import type { FlowNote } from "./document.ts";
import { flowOf, nodeOf } from "./test-flow.ts";

const flow = flowOf({
  nodes: [nodeOf("start"), nodeOf("low"), nodeOf("loose")],
  edges: [["start", "done", "low"]],
  variables: ["city"],
});
const ids = (parts: readonly { id: string }[]) => parts.map(({ id }) => id);

test("two versions are told apart step by step, and a place is no setting", () => {
  const theirs = {
    ...flow,
    nodes: [
      { ...nodeOf("start"), position: { x: 80, y: 0 } },
      { ...nodeOf("low"), name: "Lower", position: { x: 80, y: 0 } },
      nodeOf("fresh"),
    ],
  };
  const difference = compareDocuments(flow, theirs);
  assert.deepEqual(ids(difference.onlyHere), ["loose"]);
  assert.deepEqual(ids(difference.onlyThere), ["fresh"]);
  assert.deepEqual(
    difference.changed.map(({ here, there }) => [here.name, there.name]),
    [["low", "Lower"]],
  );
  assert.deepEqual(ids(difference.moved), ["start"]);
});

test("a line is what it connects, whatever its id", () => {
  const [line] = flow.edges;
  assert.ok(line);
  const renamed = { ...flow, edges: [{ ...line, id: "other" }] };
  assert.deepEqual(compareDocuments(flow, renamed).lines, { onlyHere: [], onlyThere: [] });
  const elsewhere = { ...flow, edges: [{ ...line, target: "loose" }] };
  const { lines } = compareDocuments(flow, elsewhere);
  assert.deepEqual([lines.onlyHere[0]?.target, lines.onlyThere[0]?.target], ["low", "loose"]);
});

test("notes, variables and the flow's settings are compared, each by itself", () => {
  const note: FlowNote = {
    id: "n",
    position: { x: 0, y: 0 },
    size: { width: 100, height: 100 },
    text: "Ask first",
    color: "yellow",
  };
  const theirs = {
    ...flow,
    notes: [note],
    variables: [],
    settings: { chat: { ...flow.settings.chat, title: "Bookings" } },
  };
  const difference = compareDocuments(flow, theirs);
  assert.deepEqual(
    difference.notes.map(({ here, there }) => [here, there?.text]),
    [[null, "Ask first"]],
  );
  assert.deepEqual(
    difference.variables.map(({ here, there }) => [here?.name, there]),
    [["city", null]],
  );
  assert.equal(difference.settings, true);
  const same = compareDocuments(flow, structuredClone(flow));
  assert.deepEqual([same.notes, same.variables, same.settings], [[], [], false]);
});
