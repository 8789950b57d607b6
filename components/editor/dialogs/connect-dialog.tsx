"use client";
import { Command } from "cmdk";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { CommandBox, CommandRow } from "./command-box.tsx";

/** Connecting by keyboard: each outlet of the selected step, with the steps it can lead to. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const document = useEditor((state) => state.document);
  const sourceId = useEditor((state) => state.selection.nodeIds[0]);
  const { connect, removeElements } = useEditorActions();
  const source = document.nodes.find(({ id }) => id === sourceId);
  const definition = source && definitionOf(source.type);
  const ports = definition && source ? portsOf(definition, source.config, source) : [];
  const targets = document.nodes.filter(
    ({ id, type }) => id !== sourceId && definitionOf(type)?.ports.in !== false,
  );
  if (source === undefined) return null;
  return (
    <CommandBox
      label={`Connect ${source.name}`}
      placeholder={`Where does “${source.name}” lead?`}
      onClose={onClose}
    >
      {ports.map((port) => (
        <Command.Group key={port.id} heading={port.label}>
          {targets.map((target) => {
            const edge = document.edges.find(
              (each) =>
                each.source === source.id &&
                each.sourcePort === port.id &&
                each.target === target.id,
            );
            return (
              <CommandRow
                key={target.id}
                value={`${port.label} ${target.name} ${port.id} ${target.id}`}
                label={target.name}
                detail={edge ? "Connected: remove the line" : `from ${port.label}`}
                icon={<NodeIcon type={target.type} size="sm" />}
                onSelect={() => {
                  onClose();
                  if (edge) removeElements({ edgeIds: [edge.id] });
                  else connect({ source: source.id, sourcePort: port.id, target: target.id });
                }}
              />
            );
          })}
        </Command.Group>
      ))}
    </CommandBox>
  );
}
