import { z } from "zod";
import { type Actor, type Role, role } from "#lib/access/contract.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import type { Problem } from "#lib/flow/problem.ts";

export const flowName = z.string().trim().min(1, "Give the flow a name.").max(80);
export const folderName = z.string().trim().max(80);
export const tagNames = z.array(z.string().trim().min(1).max(40)).max(20);

/** Who may work on a flow. Limited to nobody, it is for owners and admins alone. */
export const flowGrants = z.strictObject({
  limited: z.boolean(),
  roles: z.array(role.extract(["editor", "operator", "viewer"])).max(3),
  /** Ids of members. */
  people: z.array(z.string().min(1).max(80)).max(200),
});
export type FlowGrants = z.infer<typeof flowGrants>;

/** A flow's grants, and who could be given one. */
export type FlowAccess = {
  grants: FlowGrants;
  members: { userId: string; name: string; role: Role }[];
};

/** draft: never published or unpublished; live; changed: live, and the draft differs from it. */
export type FlowState = "draft" | "live" | "changed";

export type FlowSummary = {
  id: string;
  name: string;
  folder: string;
  tags: string[];
  slug: string;
  state: FlowState;
  /** Which triggers the draft holds: chat, webhook, manual. */
  triggers: string[];
  nodeCount: number;
  /** Not everybody in the workspace may work on it. */
  limited: boolean;
  updatedAt: string;
  lastRun: { id: string; state: string; startedAt: string; mode: string } | null;
};

export type FlowDetail = FlowSummary & {
  document: FlowDocument;
  revision: number;
  liveVersion: { id: string; number: number; publishedAt: string; documentHash: string } | null;
  /** Public webhook ids by trigger node. */
  hooks: { nodeId: string; hookId: string }[];
};

export type SaveDraft = {
  flowId: string;
  baseRevision: number;
  document: unknown;
  /** Keeps the draft that this one replaces, as one that was set aside. Default: no. */
  setAside?: boolean;
};

/** A stale save changes nothing and returns what the other side has by now. */
export type SaveOutcome =
  | { saved: true; revision: number; savedAt: string; hooks: { nodeId: string; hookId: string }[] }
  | {
      saved: false;
      theirs: { document: FlowDocument; revision: number; savedAt: string; savedBy: string };
    };

/** A draft that somebody saved since. */
export type NewerDraft = {
  document: FlowDocument;
  revision: number;
  /** ISO, UTC. */
  savedAt: string;
  savedBy: string;
  /** The asker saved it, from another page. */
  byAsker: boolean;
  hooks: { nodeId: string; hookId: string }[];
};

/** What visitors meet, and whether that is the draft of this revision. */
export type LiveState = { version: FlowDetail["liveVersion"]; revision: number; isDraft: boolean };

/** A draft that gave way to another one; times are ISO, UTC. */
export type SetAsideInfo = {
  id: string;
  savedAt: string;
  savedBy: string;
  setAsideAt: string;
  setAsideBy: string;
};

export type PublishOutcome =
  | { published: true; version: { id: string; number: number } }
  | { published: false; problems: Problem[] };

export type VersionInfo = {
  id: string;
  number: number;
  note: string;
  publishedAt: string;
  publishedBy: string;
  live: boolean;
};

export type FlowStore = {
  list(actor: Actor): Promise<FlowSummary[]>;
  get(actor: Actor, flowId: string): Promise<FlowDetail>;
  create(
    actor: Actor,
    /** With `copyOf`, a flow's id, it is for the same people as that flow. */
    input: { name: string; folder?: string; document?: unknown; copyOf?: string },
  ): Promise<FlowDetail>;
  rename(actor: Actor, flowId: string, name: string): Promise<void>;
  organise(
    actor: Actor,
    flowId: string,
    input: { folder?: string; tags?: string[] },
  ): Promise<void>;
  duplicate(actor: Actor, flowId: string): Promise<FlowDetail>;
  /** Hides the flow and unpublishes it; `restore` undoes both. */
  remove(actor: Actor, flowId: string): Promise<void>;
  restore(actor: Actor, flowId: string): Promise<void>;
  /** Who may work on a flow: for those who may change that. */
  grants(actor: Actor, flowId: string): Promise<FlowGrants>;
  setGrants(actor: Actor, flowId: string, input: FlowGrants): Promise<void>;
  saveDraft(actor: Actor, input: SaveDraft): Promise<SaveOutcome>;
  /** The draft if it is newer than `revision`; null while it is not. Throws `not_found`. */
  draftAfter(actor: Actor, flowId: string, revision: number): Promise<NewerDraft | null>;
  /** What is live by now. Throws `not_found`. */
  liveState(actor: Actor, flowId: string): Promise<LiveState>;
  /** Keeps edits that were never saved and give way to somebody else's draft. */
  setAside(actor: Actor, input: { flowId: string; document: unknown }): Promise<void>;
  /** What gave way, newest first. */
  listSetAside(actor: Actor, flowId: string): Promise<SetAsideInfo[]>;
  readSetAside(actor: Actor, flowId: string, id: string): Promise<FlowDocument>;
  setSlug(actor: Actor, flowId: string, slug: string): Promise<void>;
  publish(actor: Actor, input: { flowId: string; note?: string }): Promise<PublishOutcome>;
  unpublish(actor: Actor, flowId: string): Promise<void>;
  versions(actor: Actor, flowId: string): Promise<VersionInfo[]>;
  /** A document as it was, for looking at old runs. */
  snapshot(actor: Actor, documentHash: string): Promise<FlowDocument>;

  // For the runtime, without an actor: live traffic was authorised by publishing.
  /** The published flow behind a webhook id, or null. */
  liveByHook(hookId: string): Promise<LiveTarget | null>;
  /** The published flow behind a chat slug, or null. */
  liveBySlug(slug: string): Promise<LiveTarget | null>;
  liveByFlow(flowId: string): Promise<LiveTarget | null>;
  /** The draft, for test runs and the chat preview; kept as a snapshot so that the run can be looked at later. */
  draftForTest(actor: Actor, flowId: string): Promise<LiveTarget>;
};

/** A document ready to be walked. Cached by hash. */
export type LiveTarget = {
  workspaceId: string;
  flowId: string;
  flowName: string;
  slug: string;
  versionId: string | null;
  documentHash: string;
  document: FlowDocument;
  /** Set for hooks: the trigger node addressed. */
  triggerNodeId: string | null;
};
