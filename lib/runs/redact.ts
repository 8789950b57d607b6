import type { JsonObject } from "#lib/flow/json.ts";

/** Shorter secrets would be found everywhere by chance. */
const minSecretLength = 6;
const mask = "[redacted]";

/**
 * Takes out of whatever is stored or shown the secrets that a run has used: by value, also as
 * base64, URL-encoded, JSON-escaped and as part of a Basic header.
 */
export class Redactor {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** Secrets from now on. `settings` are what stands beside them, such as a Basic header's user name. */
  add(secrets: { [key: string]: string }, settings: JsonObject = {}): void {
    const names = Object.values(settings).filter((value) => typeof value === "string");
    for (const secret of Object.values(secrets)) {
      if (secret.length < minSecretLength) continue;
      for (const form of formsOf(secret, names)) this.#forms.add(form);
    }
    // The longest first: a form may be part of another.
    const forms = [...this.#forms].sort((a, b) => b.length - a.length);
    if (forms.length > 0) this.#pattern = new RegExp(forms.map(escapeForPattern).join("|"), "g");
  }

  get isEmpty(): boolean {
    return this.#pattern === undefined;
  }

  /** The same JSON without the secrets; the very same object when it holds none. */
  redact<T>(value: T): T {
    const pattern = this.#pattern;
    if (pattern === undefined || value === null || value === undefined) return value;
    return replaceIn(value, pattern) as T; // strings stay strings, objects objects
  }
}

function replaceIn(value: unknown, pattern: RegExp): unknown {
  if (typeof value === "string") return value.replace(pattern, mask);
  if (typeof value === "number") {
    const text = String(value);
    return text.replace(pattern, mask) === text ? value : mask;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => replaceIn(item, pattern));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let changed = false;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const newKey = key.replace(pattern, mask);
    const newItem = replaceIn(item, pattern);
    if (newKey !== key || newItem !== item) changed = true;
    return [newKey, newItem];
  });
  return changed ? Object.fromEntries(entries) : value;
}

function formsOf(secret: string, names: readonly string[]): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const escaped = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    encoded,
    encoded.replaceAll("%20", "+"),
    encoded.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
  ];
  for (const text of [
    secret,
    `${secret}:`,
    `:${secret}`,
    ...names.map((name) => `${name}:${secret}`),
  ]) {
    const base64 = Buffer.from(text).toString("base64");
    forms.push(base64, base64.replace(/=+$/, ""), Buffer.from(text).toString("base64url"));
    forms.push(encodeURIComponent(base64));
  }
  return forms;
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
