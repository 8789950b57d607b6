/** The least length that `newOwner` and `passwordChange` accept. */
const leastLength = 10;

export type PasswordStrength = { level: "short" | "weak" | "fair" | "good"; sentence: string };

/**
 * A hint while somebody types, not a rule: length counts most (NIST SP 800-63B, appendix A), few
 * different characters, one's own name or address and runs like "12345" count against it.
 * `known` is what others know of the person.
 */
export function passwordStrength(password: string, known: readonly string[]): PasswordStrength {
  const missing = leastLength - password.length;
  if (missing > 0) {
    const sentence = `${missing} more ${missing === 1 ? "character" : "characters"} needed.`;
    return { level: "short", sentence };
  }
  const lower = password.toLowerCase();
  if (known.flatMap(partsOf).some((part) => lower.includes(part))) {
    return { level: "weak", sentence: "Easy to guess: it holds your name or address." };
  }
  if (new Set(lower).size < 6 || /password|passwort|qwerty|12345|abcde|letmein/.test(lower)) {
    return { level: "weak", sentence: "Easy to guess: many people use something like it." };
  }
  return password.length < 14
    ? { level: "fair", sentence: "Fair. A few more words make it strong." }
    : { level: "good", sentence: "Strong." };
}

/** "Ada Lovelace" and "ada@example.org" are known by their parts; short ones say nothing. */
function partsOf(known: string): string[] {
  return known
    .toLowerCase()
    .split(/[\s@.]+/)
    .filter((part) => part.length >= 4);
}
