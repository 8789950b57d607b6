"use client";
import { useId, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { TextInput } from "#components/ui/text-input.tsx";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { searchNodes } from "./search-nodes.ts";

/** A searchable list of nodes: type, arrows, Enter. */
export function NodePicker({
  definitions,
  onPick,
}: {
  definitions: readonly NodeDefinition[];
  onPick: (type: string) => void;
}) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = searchNodes(definitions, query);
  const active = Math.min(at, found.length - 1);
  return (
    <div>
      <div className="p-2">
        <TextInput
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
          aria-label="Search nodes"
          placeholder="What happens next?"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step !== undefined && found.length > 0) {
              event.preventDefault();
              setAt((active + step + found.length) % found.length);
            }
            const picked = found[active];
            if (event.key === "Enter" && picked) onPick(picked.id);
          }}
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label="Nodes"
        className="max-h-80 overflow-y-auto px-1 pb-1"
      >
        {found.map((definition, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus
          <div
            key={definition.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: "nearest" });
            }}
            className={cx(
              "flex cursor-pointer items-center gap-2.5 rounded-md p-1.5",
              index === active && "bg-hover",
            )}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(definition.id)}
          >
            <NodeIcon type={definition.id} size="sm" />
            <span className="min-w-0">
              <span className="block truncate font-medium text-sm">{definition.label}</span>
              <span className="block truncate text-muted text-xs">{definition.summary}</span>
            </span>
          </div>
        ))}
        {found.length === 0 && <p className="p-3 text-center text-muted">No node fits.</p>}
      </div>
    </div>
  );
}
