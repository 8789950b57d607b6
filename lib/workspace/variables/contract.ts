import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { isForbiddenKey } from "#lib/flow/json.ts";

/** How flows name it: `{{ workspace.<name> }}`. */
export const variableName = z
  .string()
  .trim()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/,
    "Begin with a letter; then letters, digits and _, at most 40.",
  )
  .refine((name) => !isForbiddenKey(name), "This name cannot be used.");

const note = z.string().trim().max(200);
/** Shorter secrets would be found everywhere by chance, and could not be kept out of what is shown. */
const secretValue = z
  .string()
  .min(6, "A secret value needs at least 6 characters.")
  .max(10_000, "At most 10,000 characters.");
const plainValue = z.string().max(2_000, "At most 2,000 characters.");

export const newVariable = z.discriminatedUnion("secret", [
  z.strictObject({ name: variableName, note, secret: z.literal(false), value: plainValue }),
  z.strictObject({ name: variableName, note, secret: z.literal(true), value: secretValue }),
]);
export type NewVariable = z.infer<typeof newVariable>;

export const variableChange = z.strictObject({
  id: z.string().min(1).max(80),
  note: note.optional(),
  /** Missing: stays as it is. */
  value: z.string().max(10_000, "At most 10,000 characters.").optional(),
});
export type VariableChange = z.infer<typeof variableChange>;

export type VariableSummary = {
  id: string;
  name: string;
  note: string;
  secret: boolean;
  /** Null for a secret one: it is never read back. */
  value: string | null;
  updatedAt: string;
};

/** With the flows that use it, in their draft or their live version. */
export type VariableView = VariableSummary & {
  usedBy: { flowId: string; flowName: string; live: boolean }[];
};

/** What a run sees. */
export type VariableValues = {
  values: { [name: string]: string };
  /** Those among them that are secret, to be kept out of what is stored and shown. */
  secrets: { [name: string]: string };
};

/** Values that every flow of a workspace can use by name. Everything is on the audit log. */
export type VariableStore = {
  /** For every member; secret values are left out. */
  list(actor: Actor): Promise<VariableSummary[]>;
  /** The same, with what uses them. */
  listWithUse(actor: Actor): Promise<VariableView[]>;
  /** Throws `name_taken`. */
  create(actor: Actor, input: NewVariable): Promise<void>;
  change(actor: Actor, input: VariableChange): Promise<void>;
  remove(actor: Actor, id: string): Promise<void>;
  /**
   * The values as a run takes them: when it begins, and again whenever it goes on after a wait. At
   * most 3 s old.
   */
  resolve(workspaceId: string): Promise<VariableValues>;
};
