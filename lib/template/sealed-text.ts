const mask = "[redacted]";

/**
 * A secret among the values of a template. `{{ workspace.key }}` inserts it as it is; to filters,
 * comparisons and JSON it is "[redacted]", so that no part of it can be cut out and shown.
 */
export class SealedText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  open(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }
}

/** The secret itself where it stands whole, anything else as it is. */
export function opened(value: unknown): unknown {
  return value instanceof SealedText ? value.open() : value;
}
