"use client";
import { catalog } from "#lib/nodes/catalog.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { NodeIcon } from "./node-icon.tsx";

/** What an empty flow shows: how to begin. */
export function EmptyCanvas({ canEdit }: { canEdit: boolean }) {
  const isEmpty = useEditor(({ document }) => document.nodes.length + document.notes.length === 0);
  const { addNode, centre } = useEditorActions();
  if (!isEmpty) return null;
  return (
    // Ends above the zoom bar, and scrolls where that leaves too little room.
    <div className="pointer-events-none absolute inset-x-0 top-0 bottom-14 flex items-center justify-center p-6 pb-2 max-sm:p-3">
      <div className="pointer-events-auto max-h-full w-full max-w-md overflow-y-auto rounded-xl border border-line border-dashed bg-surface p-5 text-center">
        <h2 className="font-semibold text-lg">What starts this flow?</h2>
        {canEdit ? (
          <>
            <p className="mt-1 mb-4 text-muted">
              Pick a trigger. Then drag from its outlet, or from the palette, to say what happens
              next.
            </p>
            <ul className="flex flex-col gap-2 text-left">
              {catalog
                .filter(({ trigger }) => trigger !== undefined)
                .map(({ id, label, summary }) => (
                  <li key={id}>
                    <button
                      type="button"
                      className="flex w-full items-center gap-3 rounded-lg border border-line p-2.5 text-left hover:border-accent hover:bg-hover"
                      onClick={() => {
                        centre([addNode(id)]);
                      }}
                    >
                      <NodeIcon type={id} />
                      <span className="min-w-0">
                        <span className="block font-medium">{label}</span>
                        <span className="block text-muted text-sm">{summary}</span>
                      </span>
                    </button>
                  </li>
                ))}
            </ul>
          </>
        ) : (
          <p className="mt-1 text-muted">Nothing yet. It can be built on a larger screen.</p>
        )}
      </div>
    </div>
  );
}
