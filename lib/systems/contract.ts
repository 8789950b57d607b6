import type { Actor } from "#lib/access/contract.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { GraphqlShape } from "./graphql/shape.ts";
import type { BodyFormat, WrittenSystem } from "./written/written-system.ts";

/**
 * As much of a schema as a form needs. `ref` names one of the operation's own `defs`, so that what is
 * shared or holds itself is written once.
 */
export type FormSchema = {
  type?: "string" | "number" | "integer" | "boolean" | "object" | "array" | "file" | "any";
  title?: string;
  help?: string;
  format?: string;
  enum?: Json[];
  default?: Json;
  example?: Json;
  nullable?: true;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  properties?: { [name: string]: FormSchema };
  required?: string[];
  /** Further properties are allowed. */
  open?: true;
  items?: FormSchema;
  choices?: FormSchema[];
  ref?: string;
  /** How it is written where the body is XML, if not by its name as an element (OpenAPI 3.1.1, 4.8.26). */
  xml?: { name?: string; prefix?: string; namespace?: string; attribute?: true; wrapped?: true };
};

export type Place = "path" | "query" | "header" | "cookie";

export type Parameter = {
  name: string;
  in: Place;
  required: boolean;
  help?: string;
  example?: Json;
  schema: FormSchema;
  /** OpenAPI's `style` and `explode`, its defaults filled in. */
  style: string;
  explode: boolean;
  allowReserved?: true;
  /** Written as this media type instead of by style. */
  contentType?: string;
};

export type PartEncoding = {
  contentType?: string;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
};

export type Body = {
  required: boolean;
  help?: string;
  contents: {
    type: string;
    schema: FormSchema;
    example?: Json;
    encoding?: { [property: string]: PartEncoding };
    /** The outermost element's name, of XML. */
    element?: string;
  }[];
};

/** One operation, complete in itself: what a step keeps a copy of. */
export type Operation = {
  key: string;
  method: string;
  path: string;
  summary: string;
  help?: string;
  deprecated?: true;
  /** Where it is reached; variables are filled in with their defaults. Empty: not said. */
  server: string;
  parameters: Parameter[];
  body?: Body;
  defs: { [name: string]: FormSchema };
  answers: { status: string; help: string; sample?: Json }[];
  /** Kinds of connections that fit how it lets in; empty: anybody. */
  connectionKinds: string[];
  /** There when somebody has written it by hand: the template of its body. */
  written?: { format: Exclude<BodyFormat, "form">; action: string; body: string };
  /** There when it is a field of a GraphQL schema: its arguments are the body's fields. */
  graphql?: GraphqlShape;
  hash: string;
};

/** An operation in a list. */
export type OperationLine = {
  key: string;
  method: string;
  path: string;
  summary: string;
  tag: string;
  deprecated: boolean;
  /** The description no longer has it; kept because flows use it. */
  gone: boolean;
  hash: string;
};

/** What was read out of a description. */
export type Description = {
  title: string;
  version: string;
  format: string;
  server: string;
  /** Where it breaks its own standard, in a few words; it is read as far as possible. */
  flaws: string[];
  connectionKinds: string[];
  operations: { tag: string; operation: Operation }[];
};

export type Change = {
  kind: "added" | "removed" | "changed";
  key: string;
  title: string;
  /** What is different, in plain sentences. */
  details: string[];
  /** The flows whose steps use it. */
  flows: { id: string; name: string }[];
};

export type SystemKind = "openapi" | "graphql" | "written";

export type SystemSummary = {
  id: string;
  name: string;
  kind: SystemKind;
  /** What was described by hand, to be changed; not in lists. */
  written: WrittenSystem | null;
  sourceUrl: string | null;
  baseUrl: string;
  version: string;
  format: string;
  operations: number;
  flaws: string[];
  connectionKinds: string[];
  /** ISO, UTC. */
  importedAt: string;
  refreshedAt: string;
  usedBy: { id: string; name: string; live: boolean; steps: number }[];
};

/**
 * Where a description comes from: an address, or its text. Of GraphQL, the address that is called; it is
 * asked for its schema, by a connection where it wants one, unless the text is there. Or what somebody has
 * described by hand.
 */
export type Source =
  | { url: string }
  | { text: string }
  /** `since`: when it was last changed as whoever edits it knows; another change is not undone. */
  | { written: JsonObject; since?: string | undefined }
  | { graphql: { url: string; text?: string | undefined; connectionId?: string | undefined } };

/** `hash` is null when its system, or the system itself, no longer has it. */
export type CurrentOperation = { systemId: string; key: string; hash: string | null };

export type SystemService = {
  list(actor: Actor): Promise<SystemSummary[]>;
  /** @throws UserError `not_found` */
  get(actor: Actor, id: string): Promise<SystemSummary>;
  /** @throws UserError `not_found` */
  operations(actor: Actor, id: string): Promise<OperationLine[]>;
  /** @throws UserError `not_found` */
  operation(actor: Actor, id: string, key: string): Promise<Operation>;
  /** The operations that a flow's steps hold a copy of, as their systems describe them now. */
  currentOf(actor: Actor, document: FlowDocument): Promise<CurrentOperation[]>;
  /** @throws UserError `not_a_description`, `name_taken`, and what fetching throws */
  import(actor: Actor, input: { name: string; source: Source }): Promise<SystemSummary>;
  /**
   * Reads the source again, or the text handed in, and says what has changed.
   *
   * @throws UserError `invalid_input` for another kind of source, `stale_write`
   */
  refresh(actor: Actor, id: string, source?: Source): Promise<{ changes: Change[] }>;
  remove(actor: Actor, id: string): Promise<void>;
};
