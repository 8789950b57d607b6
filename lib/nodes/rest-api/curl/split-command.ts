import { bashWords, type Words } from "./bash-words.ts";
import { cmdWords, powershellWords } from "./windows-words.ts";

/** The words behind `curl`, by the rules of the shell that the command is written for. */
export function splitCommand(text: string): Words {
  const command = text.replace(/^\s*(?:[$>#%]\s+(?=curl\b))?/, "");
  const split = splitBy(command);
  return { ...split, words: split.words.slice(1) };
}

function splitBy(command: string): Words {
  const others = { variables: [], rest: "" };
  // Bash's own sign for a line that goes on, or a quote it alone knows, decides at once.
  if (/\\\r?\n|\$'/.test(command)) return bashWords(command);
  if (/\^\r?\n|\^"/.test(command)) return { words: cmdWords(command), ...others };
  if (/`\r?\n|`"/.test(command)) return { words: powershellWords(command), ...others };
  return bashWords(command);
}
