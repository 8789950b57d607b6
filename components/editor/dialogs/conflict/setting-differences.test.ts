import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeOf } from "#lib/flow/test-flow.ts";
import { settingDifferences } from "./setting-differences.ts";

const names = { connection: (id: string) => `Connection ${id}` };

test("settings are told apart by the names that the inspector gives them", () => {
  const mine = nodeOf("hello", "send-message", { text: "Hello", buttons: [] });
  const theirs = {
    ...nodeOf("hello", "send-message", { text: "Good day", buttons: [] }),
    timeoutMs: 5_000,
    disabled: true,
    connectionId: "c1",
  };
  assert.deepEqual(settingDifferences(mine, theirs, names), [
    { label: "Switched off", mine: "Off", theirs: "On" },
    { label: "Time limit", mine: "Not set", theirs: "5 seconds" },
    { label: "Connection", mine: "Not set", theirs: "Connection c1" },
    { label: "Message", mine: "Hello", theirs: "Good day" },
  ]);
});

test("of a list only what differs in it is shown, choices by their labels", () => {
  const button = { label: "Yes", action: "reply", value: "", url: "" };
  const mine = nodeOf("ask", "send-message", { buttons: [button, { ...button, label: "No" }] });
  const theirs = nodeOf("ask", "send-message", { buttons: [{ ...button, action: "link" }] });
  assert.deepEqual(settingDifferences(mine, theirs, names), [
    { label: "Buttons, 1: A click", mine: "Replies", theirs: "Opens a link" },
    { label: "Buttons, 2", mine: "Label: No\nA click: Replies", theirs: "Not there" },
  ]);
});

test("an entry that one side put in between leaves the others as they are", () => {
  const button = (label: string) => ({ label, action: "reply", value: "", url: "" });
  const mine = nodeOf("ask", "send-message", { buttons: [button("Yes"), button("No")] });
  const theirs = nodeOf("ask", "send-message", {
    buttons: [button("Maybe"), button("Yes"), button("Nope")],
  });
  assert.deepEqual(settingDifferences(mine, theirs, names), [
    {
      label: "Buttons, 1 of theirs",
      mine: "Not there",
      theirs: "Label: Maybe\nA click: Replies",
    },
    { label: "Buttons, 2: Label", mine: "No", theirs: "Nope" },
  ]);
});

test("entries with an id are compared with themselves, wherever they stand", () => {
  const when = { match: "all", rules: [] };
  const branch = (id: string, name: string) => ({ id, name, when });
  const mine = nodeOf("if", "condition", {
    branches: [branch("a", "Gold"), branch("b", "Silver")],
  });
  const theirs = nodeOf("if", "condition", {
    branches: [branch("c", "New"), branch("b", "Silver"), branch("a", "Golden")],
  });
  const differences = settingDifferences(mine, theirs, names);
  assert.deepEqual(
    differences.map(({ label, mine: a, theirs: b }) => [label, a, b.split("\n")[0]]),
    [
      ["Branches, 1: Name", "Gold", "Golden"],
      ["Branches, 1 of theirs", "Not there", "Name: New"],
      ["Branches, order", "Gold\nSilver", "Silver"],
    ],
  );
});

test("settings of a step that this version does not know are shown by their keys", () => {
  const differences = settingDifferences(
    nodeOf("x", "from-the-future", { depth: { of: 1 } }),
    nodeOf("x", "from-the-future", { depth: { of: 2 } }),
    names,
  );
  assert.deepEqual(
    differences.map(({ label }) => label),
    ["depth"],
  );
  assert.match(differences[0]?.mine ?? "", /"of": 1/);
});
