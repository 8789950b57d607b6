/** A text whose middle is what the other one does not have. */
export type CutText = { before: string; different: string; after: string };

/** How much of what both texts share stays on each side, in characters. */
const around = 40;
/** How much of the difference is shown, in characters. */
const mostDifferent = 400;
/** A difference grows to whole words, up to this length on each side, in characters. */
const longestWord = 24;

/** Both texts, cut down to where they differ, with a little of what is around it. */
export function cutTexts(mine: string, theirs: string): { mine: CutText; theirs: CutText } {
  const a = Array.from(mine);
  const b = Array.from(theirs);
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  start -= wordLength(a.slice(0, start).reverse());
  end -= wordLength(a.slice(a.length - end));
  const cut = (text: string[]): CutText => ({
    before: keepEnd(text.slice(0, start)),
    different: keepStart(text.slice(start, text.length - end), mostDifferent),
    after: keepStart(text.slice(text.length - end), around),
  });
  return { mine: cut(a), theirs: cut(b) };
}

/** How far the word reaches that a text begins with; 0 for what is too long to be one. */
function wordLength(text: string[]): number {
  const space = text.findIndex((character) => /\s/.test(character));
  const length = space === -1 ? text.length : space;
  return length > longestWord ? 0 : length;
}

function keepStart(text: string[], most: number): string {
  return text.length <= most ? text.join("") : `${text.slice(0, most).join("")}…`;
}

function keepEnd(text: string[]): string {
  return text.length <= around ? text.join("") : `…${text.slice(-around).join("")}`;
}
