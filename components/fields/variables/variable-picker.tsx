"use client";
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useFieldScope } from "../field-scope.ts";
import { VariablePickerRow } from "./variable-picker-row.tsx";
import { nearestRow, type VariableRow, variableRows } from "./variable-rows.ts";

/**
 * The tree of what earlier steps returned. The search keeps the focus: arrows walk and open the
 * tree, Enter inserts. Rows can be dragged into a field.
 */
export function VariablePicker({ onPick }: { onPick: (path: string) => void }) {
  const { groups } = useFieldScope();
  const id = useId();
  const tree = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(
    () => new Set(groups.slice(0, 4).map((group) => group.root)),
  );
  const [activePath, setActivePath] = useState<string | null>(null);
  const rows = useMemo(() => variableRows(groups, expanded, query), [groups, expanded, query]);
  const found = rows.findIndex((row) => row.path === activePath);
  const index = found >= 0 ? found : Math.max(0, nearestRow(rows, query));
  const active = rows[index];

  useEffect(() => {
    tree.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  function toggle(row: VariableRow, open: boolean) {
    const next = new Set(expanded);
    if (open) next.add(row.path);
    else next.delete(row.path);
    setExpanded(next);
    setActivePath(row.path);
  }

  /** A source is opened; only its values, or all of it by its own button, are inserted. */
  function choose(row: VariableRow) {
    if (row.group && row.expandable) toggle(row, !row.expanded);
    else pick(row);
  }

  function pick(row: VariableRow) {
    onPick(row.path);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const move = (to: number) => setActivePath(rows[to]?.path ?? null);
    const atEnd = event.currentTarget.selectionStart === query.length;
    if (event.key === "ArrowDown") move(Math.min(rows.length - 1, index + 1));
    else if (event.key === "ArrowUp") move(Math.max(0, index - 1));
    else if (event.key === "Enter" && active) choose(active);
    else if (event.key === "ArrowRight" && atEnd && active?.expandable && !active.expanded) {
      toggle(active, true);
    } else if (event.key === "ArrowLeft" && query === "" && active) {
      if (active.expanded) toggle(active, false);
      else move(parentIndex(rows, index));
    } else return;
    event.preventDefault();
  }

  return (
    <div className="flex max-h-96 flex-col" data-own-undo="">
      <div className="relative border-line border-b p-2">
        <Search aria-hidden="true" className="absolute top-4 left-4 size-4 text-muted" />
        <input
          role="combobox"
          aria-label="Search values of earlier steps"
          aria-expanded="true"
          aria-controls={`${id}-tree`}
          aria-activedescendant={active ? `${id}-${index}` : undefined}
          aria-autocomplete="list"
          placeholder="Search earlier steps"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActivePath(null);
          }}
          onKeyDown={onKeyDown}
          className="h-8 w-full rounded-md bg-sunken pr-2 pl-8 text-base"
        />
      </div>
      <div
        ref={tree}
        id={`${id}-tree`}
        role="tree"
        aria-label="Values of earlier steps"
        className="min-h-0 flex-1 overflow-y-auto p-1"
      >
        {rows.map((row, position) => (
          <VariablePickerRow
            key={row.path}
            id={`${id}-${position}`}
            row={row}
            searched={query.trim() !== ""}
            active={position === index}
            onToggle={() => toggle(row, !row.expanded)}
            onChoose={() => choose(row)}
            onPick={() => pick(row)}
          />
        ))}
        {rows.length === 0 && (
          <p className="px-3 py-6 text-center text-muted text-sm">
            {query === "" ? "Nothing happens before this step yet." : `Nothing called “${query}”.`}
          </p>
        )}
      </div>
      <p className="border-line border-t px-3 py-1.5 text-muted text-xs">
        Enter inserts, arrows open and close. Run a test to see real values.
      </p>
    </div>
  );
}

function parentIndex(rows: readonly VariableRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let above = index - 1; above >= 0; above--) {
    if ((rows[above]?.depth ?? 0) < depth) return above;
  }
  return index;
}
