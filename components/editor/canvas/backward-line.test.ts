import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, channelOf, isBackward, lineGap } from "./backward-line.ts";

const card = (left: number, top: number, height = 100): Box => {
  return { left, right: left + 240, top, bottom: top + height };
};
/** From the right side of one card to the left side of another, at half their height. */
const between = (source: Box, target: Box) => ({
  sourceX: source.right,
  sourceY: (source.top + source.bottom) / 2,
  targetX: target.left,
  targetY: (target.top + target.bottom) / 2,
});

test("only a line to the left runs back", () => {
  assert.equal(isBackward(between(card(0, 0), card(336, 0))), false);
  assert.equal(isBackward(between(card(336, 0), card(0, 0))), true);
});

test("a line back goes round the cards it joins and those between them", () => {
  const [first, middle, last] = [card(0, 0), card(336, 40, 200), card(672, 0)];
  const ends = between(last, first);
  assert.equal(channelOf(ends, [first, last]), 100 + lineGap, "below, when both ways are as long");
  assert.equal(channelOf(ends, [first, middle, last]), 0 - lineGap, "above, where it is shorter");
  const far = card(336, 900);
  const beside = card(2_000, -400, 1_000);
  assert.equal(channelOf(ends, [first, last, far, beside]), 100 + lineGap, "others do not matter");
});

test("between two cards with room between them it takes the middle way", () => {
  const [below, above] = [card(336, 400), card(0, 0)];
  const y = channelOf(between(below, above), [below, above]);
  assert.ok(y >= 100 + lineGap && y <= 400 - lineGap);
});

test("a step that leads to itself has its line round its card", () => {
  const own = card(0, 0);
  assert.equal(channelOf(between(own, own), [own]), 100 + lineGap);
});
