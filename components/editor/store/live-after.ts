import type { FlowDocument } from "#lib/flow/document.ts";
import type { LiveState } from "#lib/flow-store/contract.ts";
import type { EditorState } from "./contract.ts";

type Live = Pick<EditorState, "liveVersion" | "publishedDocument">;

/**
 * What is live according to the server; `saved` is the draft that this page and the server share, at
 * `revision`. While the server has another draft, only the version can be told.
 */
export function liveAfter(
  known: Live,
  { version, revision, isDraft }: LiveState,
  saved: { document: FlowDocument; revision: number },
): Live {
  if (version === null) return { liveVersion: null, publishedDocument: null };
  const same = known.liveVersion?.id === version.id;
  const liveVersion = same ? known.liveVersion : version;
  if (isDraft && revision === saved.revision) {
    return { liveVersion, publishedDocument: saved.document };
  }
  return { liveVersion, publishedDocument: same ? known.publishedDocument : null };
}
