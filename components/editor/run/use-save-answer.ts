import { useCallback } from "react";
import { toast } from "#components/ui/toast.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { addSavedValue } from "./add-saved-value.ts";

/**
 * What saves a value of a step's answer as a variable, by its path in the answer; undefined for steps
 * that cannot, and for those who may not edit.
 */
export function useSaveAnswer(node: FlowNode | undefined): ((path: string) => void) | undefined {
  const actions = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const { id, key, type, config } = node ?? {};
  const save = useCallback(
    (path: string) => {
      if (id === undefined || key === undefined) return;
      const added = addSavedValue(config?.saveTo, path, `nodes.${key}`);
      if (added === undefined) return;
      if (!added.isNew) {
        toast({ title: `It is saved as “${added.name}” already.` });
        return;
      }
      actions.setConfig(id, "saveTo", added.rows);
      toast({
        title: `Saved as “${added.name}” from now on.`,
        detail: `Later steps read it as {{ vars.${added.name} }}; the list is in the tab Setup.`,
        tone: "ok",
        action: { label: "Undo", onClick: () => actions.undo() },
      });
    },
    [actions, id, key, config?.saveTo],
  );
  const isAble = type !== undefined && definitionOf(type)?.fields.saveTo?.kind === "list";
  return canEdit && isAble ? save : undefined;
}
