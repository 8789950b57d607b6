import { toast } from "#components/ui/toast.tsx";
import { canonicalJson } from "#lib/flow/canonical.ts";
import type { OpenEditor } from "./create-editor-store.ts";
import type { EditKeeper } from "./kept-edits.ts";

/**
 * Brings back what a reload interrupted; asks first about what another tab left behind, for it may
 * be old. Both go through an ordinary save, so that nobody else's edits are overwritten.
 */
export function offerKeptEdits({ store, takeUp }: OpenEditor, keeper: EditKeeper): void {
  const own = keeper.fromThisTab();
  if (own !== null) {
    if (takeUp(own)) {
      toast({
        title: "Your last edits are back.",
        detail: "They had not reached the server before the page was left.",
      });
      return;
    }
    // The server has them. Kept once more, they are this page's to forget.
    keeper.keep(own);
    keeper.forget();
  }
  const left = keeper.fromElsewhere();
  if (left === null) return;
  const { edits, remove } = left;
  if (canonicalJson(edits.document) === canonicalJson(store.getState().document)) {
    remove();
    return;
  }
  toast({
    title: "Another tab has edits of this flow that were never saved.",
    detail: `From ${new Date(edits.at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })}. They stay in this browser.`,
    durationMs: 60_000,
    action: {
      label: "Bring them back",
      onClick: () => {
        takeUp(edits);
        remove();
      },
    },
  });
}
