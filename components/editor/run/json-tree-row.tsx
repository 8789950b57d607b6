"use client";
import { ChevronRight, Copy, Hash, Variable } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { toast } from "#components/ui/toast.tsx";
import type { Json } from "#lib/flow/json.ts";
import type { JsonRow } from "./json-rows.ts";

type RowProps = {
  row: JsonRow;
  tabbable: boolean;
  onActivate: () => void;
  onFocus: () => void;
  onSave?: ((path: string) => void) | undefined;
};

/** One line of a JSON tree. */
export function JsonTreeRow({ row, tabbable, onActivate, onFocus, onSave }: RowProps) {
  const shared = {
    "aria-level": row.depth + 1,
    onFocus,
    onClick: onActivate,
    style: { paddingLeft: `${row.depth * 14 + 2}px` },
  };
  if (row.kind === "more") {
    return (
      <div
        {...shared}
        role="treeitem"
        tabIndex={tabbable ? 0 : -1}
        className="cursor-pointer rounded px-1 text-accent-text hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        {row.hidden.toLocaleString("en")} more: show
      </div>
    );
  }
  return (
    <div
      {...shared}
      role="treeitem"
      tabIndex={tabbable ? 0 : -1}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      className={cx(
        "group flex items-start gap-1 rounded pr-1 hover:bg-hover focus-visible:outline-offset-[-2px]",
        row.expandable && "cursor-pointer",
      )}
    >
      <span aria-hidden="true" className="flex h-5 w-4 shrink-0 items-center">
        {row.expandable && (
          <ChevronRight
            className={cx(
              "size-3.5 text-muted transition-transform duration-100",
              row.expanded && "rotate-90",
            )}
          />
        )}
      </span>
      <span className="min-w-0 flex-1">
        {row.key !== null && <span className="text-muted">{row.key}: </span>}
        <RowValue row={row} />
      </span>
      <span className="sticky right-0 hidden shrink-0 gap-0.5 bg-hover group-focus-within:flex group-hover:flex">
        {row.key !== null && onSave && (
          <RowAction label="Save as variable (s)" onClick={() => onSave(row.path)}>
            <Variable aria-hidden="true" className="size-3" />
          </RowAction>
        )}
        {row.key !== null && (
          <RowAction label="Copy path (p)" onClick={() => copyPath(row.path)}>
            <Hash aria-hidden="true" className="size-3" />
          </RowAction>
        )}
        <RowAction label="Copy value (c)" onClick={() => copyValue(row.value)}>
          <Copy aria-hidden="true" className="size-3" />
        </RowAction>
      </span>
    </div>
  );
}

const looks = {
  text: "text-ok",
  number: "text-logic",
  boolean: "text-trigger",
  null: "text-muted",
  list: "text-muted",
  object: "text-muted",
};

/** Longest text shown without asking, in characters. */
const shortText = 200;
/** Longest text shown at all: beyond it, copying is what helps. */
const longText = 20_000;

function RowValue({ row }: { row: Extract<JsonRow, { kind: "value" }> }) {
  const [whole, setWhole] = useState(false);
  const { value, type, preview } = row;
  if (typeof value !== "string" || value.length <= shortText) {
    const multiline = typeof value === "string" && value.includes("\n");
    return (
      <span className={cx("wrap-anywhere", multiline && "whitespace-pre-wrap", looks[type])}>
        {multiline ? `"${value}"` : (emptyName(value) ?? preview)}
      </span>
    );
  }
  return (
    <span className={looks.text}>
      <span className="wrap-anywhere whitespace-pre-wrap">
        {whole ? `"${value.slice(0, longText)}${value.length > longText ? "…" : '"'}` : preview}
      </span>{" "}
      <button
        type="button"
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation();
          setWhole(!whole);
        }}
        className="rounded px-1 font-sans text-accent-text hover:underline"
      >
        {whole ? "show less" : `show all ${value.length.toLocaleString("en")} characters`}
      </button>
    </span>
  );
}

function emptyName(value: Json): string | undefined {
  if (Array.isArray(value) && value.length === 0) return "empty list";
  if (value !== null && typeof value === "object" && Object.keys(value).length === 0) {
    return "empty";
  }
  return undefined;
}

function RowAction({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
      className="flex size-5 items-center justify-center rounded text-muted hover:text-text"
    >
      {children}
    </button>
  );
}

export function copyValue(value: Json): void {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  void navigator.clipboard.writeText(text).then(() => toast({ title: "Value copied", tone: "ok" }));
}

export function copyPath(path: string): void {
  void navigator.clipboard
    .writeText(`{{ ${path} }}`)
    .then(() => toast({ title: "Path copied", detail: `{{ ${path} }}`, tone: "ok" }));
}
