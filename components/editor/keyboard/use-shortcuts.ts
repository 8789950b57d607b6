import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { focusCard } from "../canvas/focus-card.ts";
import { useTestRun } from "../run/use-test-run.ts";
import { useEditorStore } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";
import { canvasCommands } from "./canvas-commands.ts";
import { isOnCanvas, isTyping } from "./is-typing.ts";

/** The editor's keys. Text fields, menus and dialogs keep theirs. */
export function useShortcuts(): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const { start, busy } = useTestRun();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const run = find(event);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };

    const find = (event: KeyboardEvent): (() => void) | undefined => {
      const state = store.getState();
      const isChord = (event.ctrlKey || event.metaKey) && !event.altKey;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (isChord && key === "k") return () => showEditorUi({ dialog: "commands" });
      if (isChord && key === "s") return () => void state.actions.flush();
      if (isTyping(event.target)) {
        const leaves = key === "Escape" && isInInspector(event.target);
        return leaves ? () => focusCard(state.inspectedNodeId) : undefined;
      }
      const commands = canvasCommands(store, flow);
      if (isChord) {
        return isOnCanvas(event.target) ? commands.chord(key, event.shiftKey) : undefined;
      }
      if (event.altKey) return undefined;
      if (key === "?") return () => showEditorUi({ dialog: "shortcuts" });
      if (key === "t" && !event.shiftKey && state.canEdit && !event.repeat) {
        return busy ? () => {} : () => void start();
      }
      const onButton = event.target instanceof HTMLElement && event.target.closest("button, a");
      if (onButton && (key === "Enter" || key === " " || key.startsWith("Arrow"))) return undefined;
      return isOnCanvas(event.target) ? commands.plain(key, event.shiftKey) : undefined;
    };

    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [store, flow, start, busy]);
}

function isInInspector(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[aria-label="Inspector"]') !== null;
}
