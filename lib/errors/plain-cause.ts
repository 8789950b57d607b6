/**
 * What went wrong in words and codes alone, for logs: errors of protocol libraries carry whole answers
 * along, tokens included.
 */
export function plainCause(error: unknown): Error {
  const parts: string[] = [];
  for (let seen = error, depth = 0; seen instanceof Error && depth < 5; depth++) {
    const code = "code" in seen && typeof seen.code === "string" ? ` (${seen.code})` : "";
    parts.push(`${seen.name}: ${seen.message}${code}`);
    seen = seen.cause;
  }
  const plain = new Error(parts.join("; ") || "something that is no error was thrown");
  plain.name = "PlainCause";
  if (error instanceof Error && error.stack !== undefined) {
    plain.stack = `${plain.message}\n${error.stack.replace(/^[\s\S]*?(?=\n\s+at )/, "")}`;
  }
  return plain;
}
