import type { ActionError } from "#lib/access/action-result.ts";
import { canonicalJson } from "#lib/flow/canonical.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import type { EditorServer, SaveState } from "./contract.ts";

type Saved = { revision: number; at: string; hooks: { nodeId: string; hookId: string }[] };

type Newer = { document: FlowDocument; revision: number; savedAt: string; savedBy: string };

type Options = {
  flowId: string;
  revision: number;
  saved: FlowDocument;
  savedAt: string;
  save: EditorServer["saveDraft"];
  current: () => FlowDocument;
  onState: (state: SaveState) => void;
  onSaved: (saved: Saved & { document: FlowDocument }) => void;
  /** Quiet time after an edit before it is saved, in ms. Default 800. */
  delay?: number;
  /** First wait after a failure, in ms; doubled each time, at most 30 s. Default 2,000. */
  retryDelay?: number;
};

export type Autosave = {
  /** Call after every change of the document. */
  changed(): void;
  /** Saves now; true when the server has the current document. */
  flush(): Promise<boolean>;
  /** Goes on from another revision, after a conflict was settled. */
  rebase(revision: number, saved: FlowDocument): void;
  /** The same, when the next save replaces what somebody else saved: that is set aside. */
  replace(revision: number, saved: FlowDocument): void;
  /** Somebody else saved: true when there is nothing unsaved here, so that theirs is to be shown. */
  learn(newer: Newer): boolean;
  /** Goes on with edits that an earlier page could not save: on what they build, and what it sent. */
  takeUp(revision: number, sent: readonly FlowDocument[]): void;
  /** What to know to go on with the edits elsewhere. */
  standing(): { revision: number; sent: FlowDocument[] };
  /** What the server has from here, or this page from it. */
  savedDraft(): { document: FlowDocument; revision: number };
  stop(): void;
};

type Failed = Extract<SaveState, { kind: "failed" }>;

const unreachable = {
  message: "The server cannot be reached. Your changes are kept here and saved later.",
};
const databaseAway = "database_unavailable";

/** How many documents without an answer are remembered. */
const mostSent = 4;

/**
 * Saves the document a moment after each change: one save at a time, each naming the revision it
 * builds on, so that a stale one changes nothing and ends in the `conflict` state. Failures are
 * tried again. When the newer document is one that was sent from here and whose answer got lost, it
 * is no conflict: what changed since is saved on top of it.
 */
export function createAutosave(options: Options): Autosave {
  const { delay = 800, retryDelay = 2_000 } = options;
  let { revision, saved, savedAt } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;
  let failures = 0;
  let inConflict = false;
  let hasFailed = false;
  /** The next save that the server takes replaces a draft that is to be kept. */
  let replaces = false;
  /** Sent, and the answer has not come: the server may have taken it. */
  let sent: FlowDocument[] = [];

  const isClean = () => options.current() === saved;

  const schedule = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), wait);
  };

  const fail = (failure: Omit<Failed, "kind">, again: boolean) => {
    hasFailed = true;
    options.onState({ kind: "failed", ...failure });
    if (again) schedule(Math.min(retryDelay * 2 ** failures++, 30_000));
    return false;
  };

  const accept = (document: FlowDocument, result: Saved): boolean => {
    revision = result.revision;
    saved = document;
    savedAt = result.at;
    sent = [];
    replaces = false;
    failures = 0;
    hasFailed = false;
    options.onSaved({ ...result, document });
    if (isClean()) {
      options.onState({ kind: "saved", at: result.at });
      return true;
    }
    options.onState({ kind: "dirty" });
    schedule(delay);
    return false;
  };

  const attempt = async (): Promise<boolean> => {
    const document = options.current();
    sent = [...sent.filter((earlier) => earlier !== document), document].slice(-mostSent);
    options.onState({ kind: "saving" });
    let answer: Awaited<ReturnType<EditorServer["saveDraft"]>>;
    try {
      answer = await options.save({
        flowId: options.flowId,
        baseRevision: revision,
        document,
        ...(replaces && { setAside: true }),
      });
    } catch {
      return fail(unreachable, true);
    }
    if (!answer.ok) return fail(refusal(answer.error, saved), answer.error.code === databaseAway);
    const outcome = answer.value;
    if (outcome.saved) {
      return accept(document, { ...outcome, at: outcome.savedAt });
    }
    const { theirs } = outcome;
    // An earlier answer may have been lost on its way: then theirs is what we sent.
    const own = sentAs(theirs.document, [document, ...sent]);
    if (own !== undefined) {
      return accept(own, { revision: theirs.revision, at: theirs.savedAt, hooks: [] });
    }
    sent = [];
    replaces = false;
    inConflict = true;
    showConflict(theirs);
    return false;
  };

  const showConflict = ({ document: theirs, revision, savedBy, savedAt }: Newer) =>
    options.onState({ kind: "conflict", theirs, revision, savedBy, savedAt });

  const save = async (): Promise<boolean> => {
    clearTimeout(timer);
    if (inConflict) return false;
    if (isClean()) {
      options.onState({ kind: "saved", at: savedAt });
      return true;
    }
    running ??= attempt().finally(() => {
      running = null;
    });
    return running;
  };

  const rebase = (newer: number, document: FlowDocument) => {
    inConflict = false;
    revision = newer;
    saved = document;
    if (!isClean()) schedule(0);
  };

  return {
    changed() {
      if (inConflict) return;
      if (running === null) options.onState({ kind: "dirty" });
      schedule(delay);
    },
    async flush() {
      if (running !== null) await running;
      // What is typed while a save is under way needs another one; somebody may type for ever.
      for (let round = 0; round < 3; round++) {
        if (await save()) return true;
        if (inConflict || hasFailed) return false;
      }
      return isClean();
    },
    rebase,
    replace(newer, document) {
      replaces = true;
      rebase(newer, document);
    },
    learn(newer) {
      // A save under way is answered with what is newer.
      if (running !== null || newer.revision <= revision) return false;
      if (inConflict) showConflict(newer);
      else if (isClean()) {
        revision = newer.revision;
        saved = newer.document;
        savedAt = newer.savedAt;
        sent = [];
        return true;
      } else schedule(0);
      return false;
    },
    takeUp(earlier, documents) {
      inConflict = false;
      revision = earlier;
      sent = documents.slice(-mostSent);
      if (!isClean()) schedule(0);
    },
    savedDraft: () => ({ document: saved, revision }),
    standing: () => ({ revision, sent }),
    stop: () => clearTimeout(timer),
  };
}

function refusal(
  { message, next, issues = [] }: ActionError,
  saved: FlowDocument,
): Omit<Failed, "kind"> {
  const [, id] = /^nodes\.(.+)$/.exec(issues[0]?.path ?? "") ?? [];
  return {
    message,
    ...(next !== undefined && { next }),
    ...(id !== undefined && {
      step: { id, isNew: !saved.nodes.some((node) => node.id === id) },
    }),
  };
}

/** Which of these documents has the same content. */
function sentAs(document: FlowDocument, sent: readonly FlowDocument[]): FlowDocument | undefined {
  const text = canonicalJson(document);
  return sent.find((own) => canonicalJson(own) === text);
}
