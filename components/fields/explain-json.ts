/**
 * Says where a text stops being JSON; undefined when it is JSON or empty. The place is V8's and
 * SpiderMonkey's; an engine that names none gets the sentence without it.
 */
export function explainJson(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const named = /line (\d+) column (\d+)/.exec(message);
    if (named) return sentence(Number(named[1]), Number(named[2]));
    const position = /position (\d+)/.exec(message)?.[1];
    if (position === undefined) {
      return /end of/i.test(message)
        ? "This JSON stops too early: a bracket or a quote is not closed."
        : "This is not valid JSON.";
    }
    const before = text.slice(0, Number(position)).split("\n");
    return sentence(before.length, (before.at(-1)?.length ?? 0) + 1);
  }
}

function sentence(line: number, column: number): string {
  return `Not valid JSON at line ${line}, column ${column}: check for a missing comma, quote or bracket.`;
}
