import type { JsonObject } from "#lib/flow/json.ts";

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
  /**
   * A `toggle` is "true" or empty; `rows` are headers or named addresses as JSON, `[{ name, value }]`,
   * whose values are secret; `scopes` are separated by spaces.
   */
  input: "text" | "password" | "textarea" | "select" | "rows" | "scopes" | "toggle";
  /** The shape a value must have. `token`: visible characters without spaces. */
  format:
    | "text"
    | "lines"
    | "token"
    | "header-name"
    | "headers"
    | "hooks"
    | "url"
    | "hosts"
    | "host"
    | "port"
    | "email"
    | "scopes";
  /** Of a select, all there are; of a text, suggestions. */
  options?: readonly {
    value: string;
    label: string;
    /** What choosing it puts into other fields. */
    sets?: { [key: string]: string };
  }[];
  /** Scopes in plain words, the least first; others may be typed in. */
  choices?: readonly ScopeChoice[];
  /** What a new connection starts with. */
  initial?: string;
  /** Folded away: most people need not look at it. */
  advanced?: boolean;
};

/** One thing that an account can be asked for; `value` may be several scopes with spaces between. */
export type ScopeChoice = { value: string; label: string; help: string };

export type Secrets = { [key: string]: string };
export type ConnectionValues = { settings: JsonObject; secrets: Secrets };

/** Why a field's value will not do, in a plain sentence. */
export type Misfit = { path: string; message: string };

/** A kind of credential: browser-safe. Its other half is `server.ts` beside its definition. */
export type ConnectionKind = {
  /** Stored and never renamed. */
  id: string;
  label: string;
  /** One plain sentence for whoever chooses a kind. */
  summary: string;
  /** Where the form's list of kinds shows it. */
  group: "general" | "services" | "mail" | "hooks";
  /** How somebody gets at the credential, step by step. */
  guide?: { steps: readonly string[]; link?: { label: string; href: string } };
  fields: readonly CredentialField[];
  /** Whether a REST API step can use it. */
  http: boolean;
  /**
   * What “Test” does: reads the test address, which may be missing; finds out by itself; or sends a
   * sample that the other side acts on, which is done when asked for only.
   */
  test: "address" | "itself" | "sample";
  /** Whose access an OAuth provider gives: a person's, who signs in there, or the app's own. */
  oauth?: "person" | "app";
  /** Its values say when it ends, as a certificate does; else an admin may write it down. */
  knowsEnd?: true;
  /** Fills in what follows from the values, such as the hosts that may get the credential. */
  complete?: (values: ConnectionValues) => ConnectionValues;
  /** What is wrong with the values together, by field. */
  check?: (values: ConnectionValues) => Misfit[];
};
