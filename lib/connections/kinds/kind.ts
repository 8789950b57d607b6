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
  /** A `toggle` is "true" or empty; `scopes` are chosen from `choices`, others may be typed in. */
  input: "text" | "password" | "toggle" | "scopes";
  /** The shape a value must have. `token`: visible characters without spaces. */
  format: "text" | "token" | "header-name" | "url" | "hosts" | "scopes";
  /** Scopes in plain words, the least first. */
  choices?: readonly ScopeChoice[];
};

/** One thing that an account can be asked for; `value` may be several scopes with spaces between. */
export type ScopeChoice = { value: string; label: string; help: string };

/** A kind of credential: browser-safe data. */
export type ConnectionKind = {
  /** Stored and never renamed. */
  id: string;
  label: string;
  /** One plain sentence for whoever chooses a kind. */
  summary: string;
  fields: readonly CredentialField[];
  /** Whose access an OAuth provider gives: a person's, who signs in there, or the app's own. */
  oauth?: "person" | "app";
  /** The hosts it may be used with when the form names none, as “Only for these hosts” has them. */
  defaultHosts?: string;
};
