/** A command's words as the shell hands them to the program, and what it would feed to its input. */
export type Words = {
  words: string[];
  /** The text of a here-document or here-string. */
  stdin?: string;
  /** Names of the shell's own variables, which nobody here knows. */
  variables: string[];
  /** What stands behind the command: another command, or a file that its output goes to. */
  rest: string;
};

/**
 * Splits a command as bash does (POSIX 2.2, and `$'…'`): quotes, escapes, lines that go on, comments,
 * here-documents. Variables are not known, so they stay as they are written.
 */
export function bashWords(text: string): Words {
  const reader = new BashReader(text);
  return reader.read();
}

const single: { [letter: string]: string } = {
  ...{ n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", v: "\v" },
  ...{ "\\": "\\", "'": "'", '"': '"', "?": "?" },
};

class BashReader {
  readonly #text: string;
  #at = 0;
  #word: string | undefined;
  readonly #words: string[] = [];
  readonly #variables = new Set<string>();
  #stdin: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Words {
    let rest = "";
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined) break;
      if (this.#word === undefined && this.#skip(sign)) continue;
      if (sign === "<" && this.#takeInput()) continue;
      if (/[\n;|&<>]/.test(sign)) {
        this.#endWord();
        // Nothing was said yet: an empty line before the command.
        if (sign === "\n" && this.#words.length === 0) {
          this.#at += 1;
          continue;
        }
        rest = this.#text.slice(this.#at).trim();
        break;
      }
      this.#takePart(sign);
    }
    this.#endWord();
    return {
      words: this.#words,
      ...(this.#stdin !== undefined && { stdin: this.#stdin }),
      variables: [...this.#variables],
      rest,
    };
  }

  /** Between words: spaces, and comments up to the end of their line. */
  #skip(sign: string): boolean {
    if (sign === "#") {
      while (this.#at < this.#text.length && this.#text[this.#at] !== "\n") this.#at += 1;
      return true;
    }
    if (sign !== " " && sign !== "\t" && sign !== "\r") return false;
    this.#at += 1;
    return true;
  }

  #takePart(sign: string): void {
    if (sign === " " || sign === "\t" || sign === "\r") {
      this.#endWord();
      this.#at += 1;
    } else if (sign === "\\") this.#takeEscape();
    else if (sign === "'") this.#add(this.#upTo("'", 1));
    else if (sign === '"') this.#takeDouble();
    else if (sign === "$" && this.#text[this.#at + 1] === "'") this.#takeAnsi();
    else if (sign === "$" && this.#text[this.#at + 1] === '"') this.#at += 1;
    else {
      this.#noteVariable();
      this.#add(sign);
      this.#at += 1;
    }
  }

  #takeEscape(): void {
    const next = this.#text[this.#at + 1];
    const lineEnd = next === "\r" && this.#text[this.#at + 2] === "\n" ? 3 : 2;
    // A line that goes on is no word by itself.
    if (next === "\n" || lineEnd === 3) this.#at += lineEnd;
    else {
      this.#add(next ?? "");
      this.#at += 2;
    }
  }

  #takeDouble(): void {
    this.#add("");
    this.#at += 1;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      const next = this.#text[this.#at + 1] ?? "";
      if (this.#text[this.#at] === "\\" && '$`"\\\n'.includes(next) && next !== "") {
        if (next !== "\n") this.#add(next);
        this.#at += 2;
      } else {
        this.#noteVariable();
        this.#add(this.#text[this.#at] ?? "");
        this.#at += 1;
      }
    }
    this.#at += 1;
  }

  /** `$'…'`: letters behind a backslash, and characters by their number. */
  #takeAnsi(): void {
    this.#add("");
    const pattern =
      /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3})|c(.)|([\s\S]))|'|[^'\\]+/y;
    pattern.lastIndex = this.#at + 2;
    let bytes: number[] = [];
    const flush = () => {
      if (bytes.length > 0) this.#add(new TextDecoder().decode(Uint8Array.from(bytes)));
      bytes = [];
    };
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match === null) {
        this.#at = this.#text.length;
        break;
      }
      this.#at = pattern.lastIndex;
      if (match[0] === "'") break;
      const [, hex, short, long, octal, control, other] = match;
      const byte = hex !== undefined ? parseInt(hex, 16) : octal && parseInt(octal, 8) % 256;
      if (typeof byte === "number") {
        bytes.push(byte);
        continue;
      }
      flush();
      const code = short ?? long;
      if (code !== undefined) this.#add(fromCode(parseInt(code, 16)));
      else if (control !== undefined) this.#add(fromCode(control.toUpperCase().charCodeAt(0) ^ 64));
      else if (other !== undefined) this.#add(single[other] ?? `\\${other}`);
      else this.#add(match[0]);
    }
    flush();
  }

  /** `<<EOF`, `<<-'EOF'`, `<<<"text"`. */
  #takeInput(): boolean {
    const here = /<<(-?)\s*(['"]?)(\w+)\2([^\n]*)\n([\s\S]*?)\n?^[\t]*\3[ \t]*(?:\n|$(?![\s\S]))/my;
    here.lastIndex = this.#at;
    const match = here.exec(this.#text);
    if (match !== null) {
      this.#endWord();
      const body = match[5] ?? "";
      this.#stdin = `${match[1] === "-" ? body.replace(/^\t+/gm, "") : body}\n`;
      const after = this.#text.slice(here.lastIndex);
      const more = bashWords(`${match[4] ?? ""}\n${after.trim() === "" ? "" : `;${after}`}`);
      this.#words.push(...more.words);
      this.#at = this.#text.length;
      return true;
    }
    if (!this.#text.startsWith("<<<", this.#at)) return false;
    this.#endWord();
    const more = bashWords(this.#text.slice(this.#at + 3));
    const [stdin = "", ...words] = more.words;
    this.#stdin = `${stdin}\n`;
    this.#words.push(...words);
    this.#at = this.#text.length;
    return true;
  }

  #noteVariable(): void {
    const match = /\$(?:\{(\w+)[^}]*\}|([A-Za-z_]\w*)|\(([^)]*)\))/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#text);
    if (found !== null) this.#variables.add(found[1] ?? found[2] ?? `(${found[3] ?? ""})`);
  }

  #upTo(end: string, skip: number): string {
    const from = this.#at + skip;
    const to = this.#text.indexOf(end, from);
    this.#at = to === -1 ? this.#text.length : to + 1;
    return this.#text.slice(from, to === -1 ? undefined : to);
  }

  #add(text: string): void {
    this.#word = (this.#word ?? "") + text;
  }

  #endWord(): void {
    if (this.#word !== undefined) this.#words.push(this.#word);
    this.#word = undefined;
  }
}

function fromCode(code: number): string {
  return code > 0x10ffff ? "\uFFFD" : String.fromCodePoint(code);
}
