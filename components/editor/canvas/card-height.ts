/** Height of a card's head (icon, name, sentence, state) and of one row of outlets, in px. */
const head = 66;
const row = 24;

/** How tall a card with this many outlets is, before it is measured. */
export function cardHeight(outlets: number): number {
  return head + Math.max(1, outlets) * row + 8;
}
