"use client";
import { Copy, Eye, EyeOff, Trash2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

/** What can be done with several selected things at once. */
export function SelectionActions() {
  const selection = useEditor((state) => state.selection);
  const nodes = useEditor((state) => state.document.nodes);
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const { nodeIds, edgeIds, noteIds } = selection;
  const chosen = nodes.filter((node) => nodeIds.includes(node.id));
  const allOff = chosen.length > 0 && chosen.every((node) => node.disabled);
  const parts = [
    count(nodeIds.length, "step", "steps"),
    count(edgeIds.length, "line", "lines"),
    count(noteIds.length, "note", "notes"),
  ].filter(Boolean);

  return (
    <div className="flex flex-col gap-4 p-4">
      <header>
        <h2 className="font-semibold text-lg">{parts.join(", ")} selected</h2>
        {chosen.length > 0 && (
          <ul className="mt-1 list-inside list-disc text-muted text-sm">
            {chosen.slice(0, 8).map((node) => (
              <li key={node.id}>{node.name}</li>
            ))}
            {chosen.length > 8 && <li>{chosen.length - 8} more</li>}
          </ul>
        )}
      </header>
      {canEdit && (
        <div className="flex flex-wrap gap-2">
          {nodeIds.length + noteIds.length > 0 && (
            <>
              <Button
                size="sm"
                icon={<Copy aria-hidden="true" className="size-3.5" />}
                onClick={() => actions.duplicateSelection()}
              >
                Duplicate
              </Button>
              <Button
                size="sm"
                icon={<Copy aria-hidden="true" className="size-3.5" />}
                onClick={() => {
                  void navigator.clipboard
                    .writeText(actions.copySelection())
                    .then(() => toast({ title: "Copied. Paste it into any flow.", tone: "ok" }));
                }}
              >
                Copy
              </Button>
            </>
          )}
          {nodeIds.length > 0 && (
            <Button
              size="sm"
              icon={
                allOff ? (
                  <Eye aria-hidden="true" className="size-3.5" />
                ) : (
                  <EyeOff aria-hidden="true" className="size-3.5" />
                )
              }
              onClick={() => actions.setDisabled(nodeIds, !allOff)}
            >
              {allOff ? "Switch on" : "Switch off"}
            </Button>
          )}
          <Button
            size="sm"
            icon={<Trash2 aria-hidden="true" className="size-3.5" />}
            onClick={() => actions.removeElements(selection)}
          >
            Delete
          </Button>
        </div>
      )}
    </div>
  );
}

function count(number: number, one: string, many: string): string {
  return number === 0 ? "" : counted(number, one, many);
}
