import type { NodeDefinition } from "#lib/nodes/contract.ts";

/**
 * The definitions that fit what was typed, best first: a name that starts so, then a name that holds
 * it, then keywords, then the summary. Every word has to fit somewhere.
 */
export function searchNodes(
  definitions: readonly NodeDefinition[],
  query: string,
): NodeDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...definitions];
  return definitions
    .map((definition) => ({ definition, score: scoreOf(definition, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ definition }) => definition);
}

function scoreOf(definition: NodeDefinition, words: readonly string[]): number {
  const scores = words.map((word) => scoreOfWord(definition, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

function scoreOfWord({ label, keywords, summary }: NodeDefinition, word: string): number {
  const name = label.toLowerCase();
  if (name.startsWith(word)) return 8;
  if (name.includes(word)) return 6;
  if (keywords.some((keyword) => keyword.toLowerCase().startsWith(word))) return 4;
  if (keywords.some((keyword) => keyword.toLowerCase().includes(word))) return 3;
  return summary.toLowerCase().includes(word) ? 1 : 0;
}
