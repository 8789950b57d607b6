"use client";
import { ChevronRight } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { KindMark, ToneDot } from "./value-mark.tsx";
import { insertionText } from "./variable-path.ts";
import type { VariableRow } from "./variable-rows.ts";

const sources = { run: "", pinned: "pinned", sample: "sample" };

type RowProps = {
  id: string;
  row: VariableRow;
  /** Found by a search: says where it lies, for names that come more than once. */
  searched: boolean;
  active: boolean;
  onToggle: () => void;
  onChoose: () => void;
  onPick: () => void;
};

/** One line of the picker: a source, or a value in it. */
export function VariablePickerRow({
  id,
  row,
  searched,
  active,
  onToggle,
  onChoose,
  onPick,
}: RowProps) {
  const { group } = row;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the search has the focus and names the active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search handles the keys
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={active}
      aria-expanded={row.expandable ? row.expanded : undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", insertionText(row.path));
        event.dataTransfer.effectAllowed = "copy";
      }}
      onClick={onChoose}
      style={{ paddingLeft: `${row.depth * 14 + 4}px` }}
      className={cx(
        "group flex h-7 cursor-pointer items-center gap-1.5 rounded-md pr-2 text-sm",
        active ? "bg-hover" : "hover:bg-hover",
        group && "mt-0.5 font-medium",
      )}
    >
      {row.expandable ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={row.expanded ? `Close ${row.label}` : `Open ${row.label}`}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
          className="flex size-5 shrink-0 items-center justify-center rounded text-muted hover:text-text"
        >
          <ChevronRight
            aria-hidden="true"
            className={cx(
              "size-3.5 transition-transform duration-100",
              row.expanded && "rotate-90",
            )}
          />
        </button>
      ) : (
        <span className="size-5 shrink-0" />
      )}
      {group ? <ToneDot tone={group.tone} /> : <KindMark kind={row.kind} />}
      <span className="min-w-0 max-w-[70%] shrink-0 truncate">
        {searched && <span className="text-muted">{row.within}</span>}
        {row.label}
        {row.meaning !== "" && <span className="text-muted text-xs"> ({row.meaning})</span>}
      </span>
      {group && sources[group.source] !== "" && (
        <span className="rounded bg-sunken px-1 font-normal text-muted text-xs">
          {sources[group.source]}
        </span>
      )}
      <span className="min-w-0 flex-1 truncate text-right font-normal text-muted text-xs">
        {row.preview}
      </span>
      {group && row.expandable && (
        <button
          type="button"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onPick();
          }}
          className="hidden rounded px-1.5 font-normal text-accent-text text-xs hover:underline group-hover:block"
        >
          Insert all
        </button>
      )}
    </div>
  );
}
