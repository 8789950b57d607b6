import { z } from "zod";
import { jsonValue } from "./json.ts";
import { webOriginOf } from "./web-origin.ts";

/** The current shape of a document; older ones are lifted by `migrateDocument`. */
export const schemaVersion = 1;

/** Ids inside a document: short, URL-safe. */
const localId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** How a node is called in templates, as in `{{ nodes.ask_city.value }}`. */
export const nodeKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

export const variableName = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/)
  .refine((name) => !["__proto__", "constructor", "prototype"].includes(name));

const position = z.strictObject({ x: z.number().finite(), y: z.number().finite() });

/** A remembered output: test runs use it in place of running the node. Live runs never do. */
export const pinnedOutput = z.strictObject({ port: z.string().max(60), output: jsonValue });

export const flowNode = z.strictObject({
  id: localId,
  /** A definition's id, such as `rest-api`. */
  type: z.string().min(1).max(60),
  /** The definition's version when the node was last saved. */
  version: z.int().min(1),
  /** What people call it; free text. */
  name: z.string().trim().min(1).max(80),
  key: nodeKey,
  position,
  /** Raw settings: strings may hold templates; checked against the definition's schema once they are resolved. */
  config: z.record(z.string(), jsonValue),
  connectionId: z.string().max(60).nullable().default(null),
  /** Used in place of the connection while the other side does not answer; null: the same one. */
  backupConnectionId: z.string().max(60).nullable().default(null),
  /** A disabled node is passed through by its first outlet. */
  disabled: z.boolean().default(false),
  /** Overrides of the definition's policy; null takes the definition's. */
  timeoutMs: z.int().min(100).max(600_000).nullable().default(null),
  retries: z.int().min(0).max(10).nullable().default(null),
  /** The first pause between two tries; each further one is twice as long. */
  retryPauseMs: z.int().min(100).max(3_600_000).nullable().default(null),
  /** Opens the outlet `slow` when the step is not done by then; null: no such outlet. */
  slowAfterMs: z.int().min(500).max(600_000).nullable().default(null),
  /** What happens to a step that must not run twice and was cut off halfway. */
  whenCutOff: z.enum(["stop", "retry"]).default("stop"),
  /** The output to go on with when the step fails and nothing hangs on `failed`; null: the run fails. */
  fallback: z.strictObject({ output: jsonValue }).nullable().default(null),
  pinned: pinnedOutput.nullable().default(null),
  /** The template it was made from, and the template's version then. */
  origin: z
    .strictObject({ template: z.string().min(1).max(80), version: z.int().min(1) })
    .optional(),
});

export const flowEdge = z.strictObject({
  id: localId,
  source: localId,
  sourcePort: z.string().min(1).max(60),
  target: localId,
});

export const flowNote = z.strictObject({
  id: localId,
  position,
  size: z.strictObject({
    width: z.number().min(40).max(4000),
    height: z.number().min(40).max(4000),
  }),
  text: z.string().max(10_000),
  color: z.enum(["yellow", "blue", "green", "pink", "grey"]).default("yellow"),
});

export const flowVariable = z.strictObject({
  name: variableName,
  description: z.string().max(300).default(""),
  /** The value every run starts with. */
  initial: jsonValue.default(null),
});

const webOrigin = z.string().transform((typed, context) => {
  const origin = webOriginOf(typed);
  if (origin !== undefined) return origin;
  context.addIssue({ code: "custom", message: "This is no website, such as https://example.com." });
  return z.NEVER;
});

export const flowSettings = z.strictObject({
  chat: z
    .strictObject({
      title: z.string().max(80).default(""),
      greeting: z.string().max(500).default(""),
      /** Origins that may embed the widget, as `https://example.com`; empty: only Patchbay's own page. */
      allowedOrigins: z.array(webOrigin).max(50).default([]),
      apology: z
        .string()
        .max(500)
        .default("Sorry, something went wrong on our side. Please try again in a moment."),
      /** A visitor who says this starts over; empty: nothing does. */
      restartWord: z.string().trim().max(40).default(""),
      /** After this long without a message, the next one starts afresh; null: never. */
      sessionMinutes: z.int().min(1).max(525_600).nullable().default(null),
    })
    .prefault({}),
});

export const flowDocument = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  nodes: z.array(flowNode).max(500),
  edges: z.array(flowEdge).max(2000),
  notes: z.array(flowNote).max(200).default([]),
  variables: z.array(flowVariable).max(200).default([]),
  settings: flowSettings.prefault({}),
});

export type FlowDocument = z.infer<typeof flowDocument>;
export type FlowNode = z.infer<typeof flowNode>;
export type FlowEdge = z.infer<typeof flowEdge>;
export type FlowNote = z.infer<typeof flowNote>;
export type FlowVariable = z.infer<typeof flowVariable>;
export type FlowSettings = z.infer<typeof flowSettings>;
export type PinnedOutput = z.infer<typeof pinnedOutput>;
