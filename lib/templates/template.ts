import { z } from "zod";
import { flowDocument } from "#lib/flow/document.ts";

/** What a template asks for before it is used. Its value takes the place of `[[key]]` in the steps. */
export const templateParameter = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: z.string().trim().min(1).max(80),
  help: z.string().max(300).default(""),
  /** `url`: a web address, its last slash cut off. */
  kind: z.enum(["text", "lines", "url", "email", "number", "choice"]).default("text"),
  options: z.array(z.string().max(200)).max(50).default([]),
  placeholder: z.string().max(200).default(""),
  /** What it is filled in with at first. */
  initial: z.string().max(10_000).default(""),
  required: z.boolean().default(true),
});

/** A place for a connection; steps name it by `ref` in place of a connection's id. */
export const connectionSlot = z.strictObject({
  ref: z.string().regex(/^connection-\d{1,3}$/),
  label: z.string().trim().min(1).max(80),
  help: z.string().max(300).default(""),
  /** Kinds of credentials that fit; the first is the one to make when there is none. */
  kinds: z.array(z.string().max(60)).min(1).max(40),
  required: z.boolean().default(false),
});

export const templateCategories = [
  "chat",
  "sales",
  "support",
  "integration",
  "operations",
] as const;

/** A flow, or a few steps of one, ready to be set up. Also how a template looks as a file. */
export const template = z.strictObject({
  patchbay: z.literal("template"),
  format: z.literal(1),
  /** Grows when a template is saved anew. */
  version: z.int().min(1).default(1),
  /** A whole flow, or steps to add to one. */
  scope: z.enum(["flow", "steps"]),
  name: z.string().trim().min(1, "Give the template a name.").max(80),
  summary: z.string().trim().max(300).default(""),
  category: z.enum(templateCategories).default("integration"),
  parameters: z.array(templateParameter).max(50).default([]),
  connections: z.array(connectionSlot).max(50).default([]),
  document: flowDocument,
});

export type Template = z.infer<typeof template>;
export type TemplateParameter = z.infer<typeof templateParameter>;
export type ConnectionSlot = z.infer<typeof connectionSlot>;
export type TemplateCategory = (typeof templateCategories)[number];

/** A template as the gallery shows it. */
export type TemplateSummary = Pick<
  Template,
  "version" | "scope" | "name" | "summary" | "category"
> & {
  /** Those that come with Patchbay begin with `patchbay/`. */
  id: string;
  /** Whose it is: Patchbay's own, or the workspace's. */
  source: "patchbay" | "workspace";
  /** Types of its steps, each once, in the order of their first use. */
  types: string[];
  /** Who saved it, and when (ISO, UTC); for the workspace's own. */
  savedBy: string | null;
  savedAt: string | null;
};

export type TemplateDetail = TemplateSummary &
  Pick<Template, "parameters" | "connections" | "document">;

/** What somebody has chosen: parameters by their keys, connections by their slots' refs. */
export const templateValues = z.strictObject({
  parameters: z.record(z.string().max(40), z.string().max(10_000)).default({}),
  connections: z.record(z.string().max(40), z.string().max(60).nullable()).default({}),
});

export type TemplateValues = z.infer<typeof templateValues>;
