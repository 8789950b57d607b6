import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, openingView, type View, viewWith } from "./opening-view.ts";

const card = (x: number, y: number): Box => ({ x, y, width: 256, height: 120 });
const canvas = { width: 672, height: 640 };

/** Where a box is on the screen. */
function onScreen(box: Box, { x, y, zoom }: View) {
  return {
    left: box.x * zoom + x,
    top: box.y * zoom + y,
    right: (box.x + box.width) * zoom + x,
    bottom: (box.y + box.height) * zoom + y,
  };
}

function isInside(box: Box, view: View, size = canvas): boolean {
  const { left, top, right, bottom } = onScreen(box, view);
  return left >= 0 && top >= 0 && right <= size.width && bottom <= size.height;
}

test("a flow that can be read as a whole is shown as a whole, in the middle, at most at 100 %", () => {
  const cards = [card(0, 0), card(352, 200), card(704, 0)];
  const view = openingView(cards, [], canvas);
  assert.ok(view.zoom >= 0.6 && view.zoom < 0.7, String(view.zoom));
  for (const box of cards) assert.ok(isInside(box, view));
  assert.equal(openingView([card(0, 0)], [], canvas).zoom, 1);
});

test("a longer one starts with its trigger and whole cards that can be read", () => {
  const cards = [0, 352, 704, 1056, 1408].map((x) => card(x, 160));
  const view = openingView([...cards, card(1408, 40), card(1056, 440)], [], canvas);
  assert.ok(view.zoom >= 0.75, String(view.zoom));
  const [first, second, third] = cards.map((box) => onScreen(box, view));
  assert.ok(first && second && third);
  assert.ok(first.left >= 0 && second.right <= canvas.width);
  assert.ok(first.top >= 0 && first.bottom <= canvas.height);
  assert.ok(third.left >= second.right && third.right > canvas.width);
});

test("notes at the beginning of a longer flow are in sight, as far as there is room", () => {
  const cards = [0, 352, 704, 1056, 1408].map((x) => card(x, 160));
  const above = { x: 0, y: -120, width: 280, height: 168 };
  const before = { x: -200, y: 160, width: 160, height: 100 };
  for (const notes of [[above], [above, before]]) {
    const view = openingView(cards, notes, canvas);
    for (const box of [...notes, ...cards.slice(0, 2)]) assert.ok(isInside(box, view));
  }
  const faraway = { x: 0, y: -2_000, width: 280, height: 168 };
  assert.deepEqual(openingView(cards, [faraway], canvas), openingView(cards, [], canvas));
});

test("a tall beginning keeps the trigger in sight", () => {
  const fan = Array.from({ length: 12 }, (_, row) => card(352, row * 200));
  const trigger = card(0, 1_000);
  assert.ok(isInside(trigger, openingView([trigger, ...fan], [], canvas)));
});

test("a card in sight stays where it is, a hidden one is brought in", () => {
  const view = { x: 0, y: 0, zoom: 1 };
  assert.equal(viewWith(card(100, 100), view, canvas), null);
  for (const box of [card(600, 100), card(-200, 0), card(100, 600), card(100, -90)]) {
    const moved = viewWith(box, view, canvas);
    assert.ok(moved && isInside(box, moved), JSON.stringify(box));
  }
  const covered = viewWith(card(100, 400), view, canvas, 400);
  assert.ok(covered && isInside(card(100, 400), covered, { ...canvas, height: 240 }));
});
