"use client";
import { useReactFlow } from "@xyflow/react";
import { ContextMenu as Primitive } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { menuBoxClass, menuRowClass } from "#components/ui/menu.tsx";
import { useEditorStore } from "../store/editor-context.tsx";
import { type MenuEntry, menuEntries } from "./menu-entries.ts";

/** The canvas's context menu: about what was clicked, or about the canvas. */
export function CanvasMenu({ canEdit, children }: { canEdit: boolean; children: ReactNode }) {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  const [entries, setEntries] = useState<MenuEntry[]>([]);
  const afterClose = useRef<(() => void) | null>(null);

  const prepare = (target: Element, at: { x: number; y: number }) => {
    const { document, selection, actions } = store.getState();
    const id = target.closest("[data-id]")?.getAttribute("data-id") ?? null;
    const isSelected =
      id !== null &&
      [...selection.nodeIds, ...selection.edgeIds, ...selection.noteIds].includes(id);
    if (!isSelected) {
      const has = (all: readonly { id: string }[]) =>
        all.some((e) => e.id === id) ? [id ?? ""] : [];
      actions.select({
        nodeIds: has(document.nodes),
        edgeIds: has(document.edges),
        noteIds: has(document.notes),
      });
    }
    setEntries(menuEntries(store.getState(), { screen: at, canvas: screenToFlowPosition(at) }));
  };

  return (
    <Primitive.Root>
      <Primitive.Trigger
        asChild
        disabled={!canEdit}
        onContextMenuCapture={(event) => {
          const target = event.target as Element; // events of elements only
          prepare(target, { x: event.clientX, y: event.clientY });
        }}
      >
        <div className="size-full">{children}</div>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={menuBoxClass}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            afterClose.current?.();
            afterClose.current = null;
          }}
        >
          {entries.map((entry, index) =>
            entry === "separator" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity
              <Primitive.Separator key={index} className="my-1 h-px bg-line" />
            ) : (
              <Primitive.Item
                key={entry.label}
                disabled={entry.disabled ?? false}
                className={menuRowClass(entry.danger)}
                onSelect={() => {
                  // What opens or focuses something waits until the menu has let go of the focus.
                  afterClose.current = entry.run;
                }}
              >
                <span className="flex-1 pr-6">{entry.label}</span>
                {entry.shortcut && <Kbd>{entry.shortcut}</Kbd>}
              </Primitive.Item>
            ),
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
