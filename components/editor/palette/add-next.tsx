"use client";
import { Popover } from "radix-ui";
import { catalog } from "#lib/nodes/catalog.ts";
import { focusCard } from "../canvas/focus-card.ts";
import { useEditorActions } from "../store/editor-context.tsx";
import { showEditorUi, useEditorUi } from "../store/editor-ui.ts";
import { NodePicker } from "./node-picker.tsx";

const withInlet = catalog.filter(({ ports }) => ports.in);

/** The picker that opens where a line was dropped, on a line's plus, or from the canvas's menu. */
export function AddNextPicker() {
  const request = useEditorUi((ui) => ui.addNext);
  const { addNode, centre } = useEditorActions();
  if (request === null) return null;
  const { screen, position, afterPort, onEdge } = request;
  const close = () => showEditorUi({ addNext: null });
  return (
    <Popover.Root open onOpenChange={(open) => !open && close()}>
      <Popover.Anchor asChild>
        <span className="fixed size-px" style={{ left: screen.x, top: screen.y }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          side="bottom"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Add next"
          className="z-50 w-72 rounded-lg border border-line bg-raised shadow-float focus:outline-none"
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <NodePicker
            definitions={afterPort || onEdge ? withInlet : catalog}
            onPick={(type) => {
              close();
              const added = addNode(type, {
                ...(position ? { position } : {}),
                ...(afterPort ? { afterPort } : {}),
                ...(onEdge ? { onEdge } : {}),
              });
              if (added === "") return;
              // Where it was dropped it can be seen; a place we chose may lie out of sight.
              if (!position) centre([added]);
              requestAnimationFrame(() => requestAnimationFrame(() => focusCard(added)));
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
