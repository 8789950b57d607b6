"use client";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";

export type MenuItem =
  | {
      label: string;
      icon?: ReactNode;
      shortcut?: string;
      danger?: boolean;
      disabled?: boolean;
      /** Why it cannot be chosen: said below its label, and arrows still reach it. */
      refused?: string | undefined;
      onSelect: () => void;
    }
  | "separator";

/** The look of a menu's box and rows, shared with context menus. */
export const menuBoxClass =
  "z-50 min-w-44 rounded-lg border border-line bg-raised p-1 text-base shadow-float";
export function menuRowClass(danger = false): string {
  return cx(
    "flex h-8 cursor-default select-none items-center gap-2 rounded-md px-2 outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover",
    danger && "text-bad",
  );
}

type Props = {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end";
};

export function Menu({ trigger, items, align = "end" }: Props) {
  return (
    // Not modal: what lies behind stays readable, and none of it is hidden while it can take the focus.
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content align={align} sideOffset={4} className={menuBoxClass}>
          {items.map((item, index) =>
            item === "separator" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity
              <Primitive.Separator key={index} className="my-1 h-px bg-line" />
            ) : (
              <Row key={item.label} item={item} />
            ),
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Row({ item }: { item: Exclude<MenuItem, "separator"> }) {
  const { label, icon, shortcut, danger, disabled = false, refused, onSelect } = item;
  if (refused === undefined) {
    return (
      <Primitive.Item disabled={disabled} onSelect={onSelect} className={menuRowClass(danger)}>
        <span className="flex size-4 items-center justify-center">{icon}</span>
        <span className="flex-1">{label}</span>
        {shortcut && <Kbd>{shortcut}</Kbd>}
      </Primitive.Item>
    );
  }
  return (
    <Primitive.Item
      aria-disabled="true"
      onSelect={(event) => event.preventDefault()}
      className="flex max-w-64 cursor-default select-none gap-2 rounded-md px-2 py-1.5 text-muted outline-none data-[highlighted]:bg-hover"
    >
      <span className="flex size-4 items-center justify-center opacity-45">{icon}</span>
      <span className="min-w-0 flex-1">
        <span className="block leading-4">{label}</span>
        <span className="block text-xs">{refused}</span>
      </span>
    </Primitive.Item>
  );
}
