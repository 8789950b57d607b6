import { secretPattern } from "#lib/connections/secret-forms.ts";
import type { JsonObject } from "#lib/flow/json.ts";

const mask = "[redacted]";

/**
 * Takes out of whatever is stored or shown the secrets that a run has used: by value, in every form
 * that `secretPattern` knows.
 */
export class Redactor {
  readonly #sources = new Set<string>();
  #pattern: RegExp | undefined;

  /** Secrets from now on. `settings` are what stands beside them, such as a Basic header's user name. */
  add(secrets: { [key: string]: string }, settings: JsonObject = {}): void {
    const pattern = secretPattern(secrets, settings);
    if (pattern === null || this.#sources.has(pattern.source)) return;
    this.#sources.add(pattern.source);
    this.#pattern = new RegExp([...this.#sources].join("|"), pattern.flags);
  }

  get isEmpty(): boolean {
    return this.#pattern === undefined;
  }

  /** The same JSON without the secrets; the very same object when it holds none. */
  redact<T>(value: T): T {
    const pattern = this.#pattern;
    if (pattern === undefined || value === null || value === undefined) return value;
    return replaceIn(value, pattern) as T; // strings stay strings
  }

  /** An error for the log, without the secrets that its texts may quote. */
  redactError(error: unknown): unknown {
    if (this.isEmpty || !(error instanceof Error)) return this.redact(error);
    const shown = new Error(this.redact(error.message));
    shown.name = error.name;
    if (error.stack !== undefined) shown.stack = this.redact(error.stack);
    if (error.cause !== undefined) shown.cause = this.redactError(error.cause);
    return Object.assign(shown, "code" in error && { code: error.code });
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
