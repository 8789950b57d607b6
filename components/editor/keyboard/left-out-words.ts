import type { LeftOutEdge } from "#lib/flow/edits/paste.ts";
import { counted, oneOrMany } from "#lib/words/counted.ts";

/** How many steps are named before the rest is only counted. */
const mostNamed = 3;

/** What to say of lines that were not pasted; null when all of them were. */
export function leftOutWords(leftOut: readonly LeftOutEdge[]) {
  if (leftOut.length === 0) return null;
  const count = leftOut.length;
  const ports = leftOut.filter(({ missing }) => missing === "port");
  const reasons = ports.map(
    ({ from, port }) => `“${from}” has no outlet “${port}” that can lead on there.`,
  );
  const named = [...new Set(reasons)];
  const nodes = count - ports.length;
  return {
    title: `The steps were pasted without ${counted(count, "line")}.`,
    detail: [
      ...named.slice(0, mostNamed),
      named.length > mostNamed
        ? `${(named.length - mostNamed).toLocaleString("en")} more of this kind.`
        : "",
      nodes === 0
        ? ""
        : `${counted(nodes, "line")} ${oneOrMany(nodes, "leads", "lead")} from or to a step that is not in what you pasted.`,
      oneOrMany(count, "Draw it anew where you need it.", "Draw them anew where you need them."),
    ]
      .filter(Boolean)
      .join(" "),
  };
}
