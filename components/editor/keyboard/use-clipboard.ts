import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { toast } from "#components/ui/toast.tsx";
import { useEditorStore } from "../store/editor-context.tsx";
import { isTyping } from "./is-typing.ts";
import { tellLeftOut } from "./tell-left-out.ts";

/** Copy, cut and paste of nodes as JSON text, through the system's clipboard. */
export function useClipboard(): void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  const pointer = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const isOurs = () =>
      !isTyping(document.activeElement) && (getSelection()?.toString() ?? "") === "";

    const copy = (event: ClipboardEvent): boolean => {
      const text = isOurs() ? store.getState().actions.copySelection() : "";
      if (text === "") return false;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      return true;
    };
    const onCopy = (event: ClipboardEvent) => {
      copy(event);
    };
    const onCut = (event: ClipboardEvent) => {
      const { canEdit, actions, selection } = store.getState();
      if (canEdit && copy(event)) actions.removeElements(selection);
    };
    const onPaste = (event: ClipboardEvent) => {
      const { canEdit, actions } = store.getState();
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!canEdit || !isOurs() || text === "") return;
      event.preventDefault();
      const at = pointer.current ? screenToFlowPosition(pointer.current) : undefined;
      if (/^[^\n]{0,4}curl[ .]/.test(text.trimStart())) {
        void import("../curl/paste-command.ts").then(({ pasteCommand }) =>
          pasteCommand(text, actions, at),
        );
        return;
      }
      const leftOut = actions.paste(text, at);
      if (leftOut === null) {
        toast({
          title: "What you pasted is not a part of a flow.",
          detail: "Copy nodes here or in another flow, or a command for curl, then paste it.",
        });
      } else tellLeftOut(leftOut);
    };
    const onPointerMove = ({ target, clientX: x, clientY: y }: PointerEvent) => {
      const over = target instanceof Element && target.closest(".react-flow") !== null;
      pointer.current = over ? { x, y } : null;
    };

    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCut);
    document.addEventListener("paste", onPaste);
    document.addEventListener("pointermove", onPointerMove, { passive: true });
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCut);
      document.removeEventListener("paste", onPaste);
      document.removeEventListener("pointermove", onPointerMove);
    };
  }, [store, screenToFlowPosition]);
}
