/**
 * Splits a command as cmd.exe and then the program's own start-up do: a caret takes the next sign as
 * it is, at the end of a line it goes on; `\"` and `""` are quotes within quotes.
 */
export function cmdWords(text: string): string[] {
  return programWords(withoutCarets(text));
}

/**
 * Splits a command as PowerShell does: a backtick takes the next sign as it is, at the end of a line
 * it goes on; `''` is a quote within quotes.
 */
export function powershellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const pattern =
    /'((?:[^']|'')*)'|"((?:[^"`]|`[\s\S]|"")*)"|`\r?\n|`([\s\S])|([ \t\r\n]+)|([^'"`\s]+)|[\s\S]/g;
  for (const match of text.matchAll(pattern)) {
    const [all, single, double, escaped, space, plain] = match;
    if (space !== undefined || /^`\r?\n$/.test(all)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      // The end of a line that does not go on is the command's end.
      if (space !== undefined && /\n/.test(space) && words.length > 0) break;
      continue;
    }
    const part =
      single?.replaceAll("''", "'") ??
      double?.replaceAll('""', '"').replace(/`([\s\S])/g, (_, sign: string) => letter(sign)) ??
      (escaped === undefined ? (plain ?? all) : letter(escaped));
    word = (word ?? "") + part;
  }
  if (word !== undefined) words.push(word);
  return words.map(withoutOldEscapes);
}

/** `{\"a\":1}`: what older versions of PowerShell need, so that quotes reach the program. */
function withoutOldEscapes(word: string): string {
  return /(?<!\\)"/.test(word) ? word : word.replaceAll('\\"', '"');
}

function letter(sign: string): string {
  return sign === "n" ? "\n" : sign === "t" ? "\t" : sign === "r" ? "\r" : sign;
}

function withoutCarets(text: string): string {
  let plain = "";
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (sign === "^" && !inQuotes) {
      const next = text.startsWith("\r\n", at + 1) ? "\r\n" : (text[at + 1] ?? "");
      at += next.length;
      if (next !== "\n" && next !== "\r\n") {
        plain += next;
        continue;
      }
      // A line that goes on; a second line break behind it is one that is meant.
      const meant = /^\r?\n/.exec(text.slice(at + 1))?.[0] ?? "";
      plain += meant === "" ? "" : "\n";
      at += meant.length;
      continue;
    }
    if (sign === '"') inQuotes = !inQuotes;
    if (sign === "\n" && !inQuotes && plain.trim() !== "") break;
    plain += sign;
  }
  return plain;
}

/** How programs on Windows read their command line. */
function programWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let inQuotes = false;
  for (const [part] of line.matchAll(/\\+"?|""|"|[ \t\r\n]+|[^\\" \t\r\n]+/g)) {
    if (/^[ \t\r\n]/.test(part) && !inQuotes) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word ??= "";
    if (part === '"') inQuotes = !inQuotes;
    else if (part === '""') {
      if (inQuotes) word += '"';
    } else if (part.startsWith("\\") && part.endsWith('"')) {
      const slashes = part.length - 1;
      word += "\\".repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) word += '"';
      else inQuotes = !inQuotes;
    } else word += part;
  }
  if (word !== undefined) words.push(word);
  return words;
}
