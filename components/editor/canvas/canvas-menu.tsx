"use client";
import { DropdownMenu as Primitive } from "radix-ui";
import { useRef, useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { menuBoxClass, menuRowClass } from "#components/ui/menu.tsx";
import { useEditorStore } from "../store/editor-context.tsx";
import { type CanvasMenuRequest, showEditorUi } from "../store/editor-ui.ts";
import { menuEntries } from "./menu-entries.ts";

/** The canvas's context menu, open at a place on the screen. */
export function CanvasMenu({ at }: { at: CanvasMenuRequest }) {
  const store = useEditorStore();
  const [entries] = useState(() => menuEntries(store.getState(), at));
  const chosen = useRef<(() => void) | null>(null);
  return (
    <Primitive.Root
      open
      modal={false}
      onOpenChange={(open) => !open && showEditorUi({ menu: null })}
    >
      <Primitive.Trigger asChild>
        {/* The menu's place on the screen; a button, for only such may say that it has a menu open. */}
        <button
          type="button"
          tabIndex={-1}
          aria-label="Actions"
          className="pointer-events-none fixed size-px opacity-0"
          style={{ left: at.screen.x, top: at.screen.y }}
        />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label="Actions"
          align="start"
          collisionPadding={8}
          className={menuBoxClass}
          onCloseAutoFocus={(event) => {
            // What opens or focuses something waits until the menu has let go of the focus.
            event.preventDefault();
            chosen.current?.();
          }}
        >
          {entries.map((entry, index) =>
            entry === "separator" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity
              <Primitive.Separator key={index} className="my-1 h-px bg-line" />
            ) : (
              <Primitive.Item
                key={entry.label}
                className={menuRowClass(entry.danger)}
                onSelect={() => {
                  chosen.current = entry.run;
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
