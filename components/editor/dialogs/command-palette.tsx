"use client";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { catalog, definitionOf } from "#lib/nodes/catalog.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { focusNode } from "../keyboard/focus-node.ts";
import { useAddNode } from "../palette/use-add-node.ts";
import { useTestRun } from "../run/use-test-run.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { CommandBox, CommandRow } from "./command-box.tsx";
import { editorCommands } from "./editor-commands.tsx";

/** Ctrl+K: every step, every node to add, every command, by typing. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const document = useEditor((state) => state.document);
  const canEdit = useEditor((state) => state.canEdit);
  const selection = useEditor((state) => state.selection);
  const actions = useEditorActions();
  const addNode = useAddNode();
  const { start } = useTestRun();
  const router = useRouter();
  const pick = (run: () => void) => () => {
    onClose();
    // After the dialog has given the focus back.
    requestAnimationFrame(run);
  };
  const commands = editorCommands({
    actions,
    selection,
    canEdit,
    startTest: () => void start(),
    goTo: (path) => router.push(path),
  });
  return (
    <CommandBox
      label="Find any step or command"
      placeholder="Find a step, add a node, do something"
      onClose={onClose}
    >
      <Command.Group heading="Do">
        {commands.map(({ label, shortcut, icon, run }) => (
          <CommandRow
            key={label}
            value={label}
            label={label}
            icon={icon}
            {...(shortcut ? { shortcut } : {})}
            onSelect={pick(run)}
          />
        ))}
      </Command.Group>
      {document.nodes.length > 0 && (
        <Command.Group heading="Go to a step">
          {document.nodes.map(({ id, name, type }) => (
            <CommandRow
              key={id}
              value={`${name} ${id}`}
              label={name}
              detail={definitionOf(type)?.label ?? type}
              icon={<NodeIcon type={type} size="sm" />}
              onSelect={pick(() => {
                actions.reveal(id);
                focusNode(id, actions.centre);
              })}
            />
          ))}
        </Command.Group>
      )}
      {canEdit && (
        <Command.Group heading="Add a node">
          {catalog.map(({ id, label, summary, keywords }) => (
            <CommandRow
              key={id}
              value={`Add ${label}`}
              keywords={[...keywords]}
              label={`Add ${label}`}
              detail={summary}
              icon={<NodeIcon type={id} size="sm" />}
              onSelect={pick(() => addNode(id))}
            />
          ))}
        </Command.Group>
      )}
    </CommandBox>
  );
}
