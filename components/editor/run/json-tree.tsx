"use client";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Json } from "#lib/flow/json.ts";
import { type JsonRow, jsonRows, openAtFirst, pageSize } from "./json-rows.ts";
import { copyPath, copyValue, JsonTreeRow } from "./json-tree-row.tsx";

type Props = {
  /** Read aloud as the tree's name. */
  label: string;
  value: Json;
  /** How templates reach the value, as `nodes.ask`: what "copy path" starts with. */
  root: string;
  /** Saves the value at a path as a variable: `s`, or the row's button. */
  onSave?: ((path: string) => void) | undefined;
};

/**
 * A value as a tree to open, walk by arrows and copy from: `c` copies the value, `p` its path. Draws
 * only what is open, a page at a time.
 */
export function JsonTree({ label, value, root, onSave }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(root, value));
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const rows = useMemo(() => jsonRows(root, value, { open, shown }), [root, value, open, shown]);
  const found = rows.findIndex((row) => row.path === active);
  const index = Math.max(0, found);

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    tree.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  });

  function setExpanded(path: string, expanded: boolean) {
    const next = new Set(open);
    if (expanded) next.add(path);
    else next.delete(path);
    setOpen(next);
  }

  function showMore(of: string) {
    setShown(new Map(shown).set(of, (shown.get(of) ?? pageSize) + pageSize * 5));
  }

  function activate(row: JsonRow) {
    setActive(row.path);
    if (row.kind === "more") showMore(row.of);
    else if (row.expandable) setExpanded(row.path, !row.expanded);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const row = rows[index];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = (to: number) => {
      moved.current = true;
      setActive(rows[Math.min(rows.length - 1, Math.max(0, to))]?.path ?? null);
    };
    const { key } = event;
    if (key === "ArrowDown") move(index + 1);
    else if (key === "ArrowUp") move(index - 1);
    else if (key === "Home") move(0);
    else if (key === "End") move(rows.length - 1);
    else if (key === "Enter" || key === " ") activate(row);
    else if (row.kind === "more") return;
    else if (key === "ArrowRight" && row.expandable) {
      if (row.expanded) move(index + 1);
      else setExpanded(row.path, true);
    } else if (key === "ArrowLeft") {
      if (row.expanded) setExpanded(row.path, false);
      else move(rows.findLastIndex((each, at) => at < index && each.depth < row.depth));
    } else if (key === "c") copyValue(row.value);
    else if (key === "p") copyPath(row.path);
    else if (key === "s" && onSave) onSave(row.path);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={tree}
      role="tree"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="font-mono text-xs leading-5"
    >
      {rows.map((row, at) => (
        <JsonTreeRow
          key={row.path}
          row={row}
          tabbable={at === index}
          onActivate={() => activate(row)}
          onFocus={() => setActive(row.path)}
          onSave={onSave}
        />
      ))}
    </div>
  );
}
