"use client";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { EditorActions, EditorServer, EditorStore } from "./contract.ts";
import { type EditorInput, type OpenEditor, openEditor } from "./create-editor-store.ts";
import { createEditKeeper, type EditKeeper } from "./kept-edits.ts";
import { offerKeptEdits } from "./offer-kept-edits.ts";

type Held = { store: StoreApi<EditorStore>; server: EditorServer };

const EditorContext = createContext<Held | null>(null);

/** Opens a flow for everything below it, and saves what is unsaved when it goes. */
export function EditorProvider({ input, children }: { input: EditorInput; children: ReactNode }) {
  const [keeper] = useState(() => keeperOf(input));
  const [opened] = useState(() => openEditor(input, keeper));
  const [held] = useState<Held>({ store: opened.store, server: input.server });
  useEffect(() => guard(opened), [opened]);
  // Not before hydration: the page came with what the server has.
  useEffect(() => {
    if (keeper && input.canEdit) offerKeptEdits(opened, keeper);
  }, [opened, keeper, input.canEdit]);
  return <EditorContext value={held}>{children}</EditorContext>;
}

/** One part of the editor's state; renders again only when that part changes. */
export function useEditor<T>(select: (state: EditorStore) => T): T {
  return useStore(useHeld().store, select);
}

/** Everything the editor can do. Never changes, so it needs no dependency lists. */
export function useEditorActions(): EditorActions {
  return useHeld().store.getState().actions;
}

/** The store itself, for reading at the time of an event. */
export function useEditorStore(): StoreApi<EditorStore> {
  return useHeld().store;
}

/** The server actions the page handed in. */
export function useEditorServer(): EditorServer {
  return useHeld().server;
}

function useHeld(): Held {
  const held = use(EditorContext);
  if (held === null) throw new Error("This part of the editor is used outside of EditorProvider.");
  return held;
}

/** Where this browser keeps unsaved edits; nowhere on the server, and where storage is refused. */
function keeperOf({ flow, run }: EditorInput): EditKeeper | undefined {
  if (typeof window === "undefined" || run !== undefined) return undefined;
  try {
    return createEditKeeper(flow.id, localStorage, sessionStorage);
  } catch {
    return undefined;
  }
}

/** Asks before unsaved work is left, saves when the tab is hidden, and again when back online. */
function guard({ store, watch, close, keep, leave }: OpenEditor) {
  const isSaved = () => store.getState().save.kind === "saved";
  const flush = () => void store.getState().actions.flush();
  const onLeave = (event: BeforeUnloadEvent) => {
    if (isSaved()) return;
    leave();
    flush();
    event.preventDefault();
  };
  const onVisibility = () => {
    if (document.visibilityState === "hidden" && !isSaved()) {
      keep();
      flush();
    }
  };
  const onOnline = () => {
    if (!isSaved()) flush();
  };
  const unwatch = watch();
  window.addEventListener("beforeunload", onLeave);
  window.addEventListener("pagehide", keep);
  window.addEventListener("online", onOnline);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    unwatch();
    window.removeEventListener("beforeunload", onLeave);
    window.removeEventListener("pagehide", keep);
    window.removeEventListener("online", onOnline);
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}
