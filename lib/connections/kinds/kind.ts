/** One input of a connection's form. Plain data: forms, checks and documentation come from it. */
export type CredentialField = {
  key: string;
  label: string;
  /** Where to find the value, or what it does. */
  help: string;
  placeholder?: string;
  /** Secret values are encrypted and never shown again. */
  secret: boolean;
  required: boolean;
  /** A `toggle` is "true" or empty. */
  input: "text" | "password" | "toggle" | "date";
  /** The shape a value must have. `token`: visible characters without spaces; `date`: 2026-05-07. */
  format: "text" | "token" | "header-name" | "url" | "hosts" | "date";
};

/** A kind of credential: browser-safe data. */
export type ConnectionKind = {
  /** Stored and never renamed. */
  id: string;
  label: string;
  /** One plain sentence for whoever chooses a kind. */
  summary: string;
  fields: readonly CredentialField[];
};
