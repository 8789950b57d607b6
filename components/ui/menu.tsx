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
              <Primitive.Item
                key={item.label}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                className={menuRowClass(item.danger)}
              >
                <span className="flex size-4 items-center justify-center">{item.icon}</span>
                <span className="flex-1">{item.label}</span>
                {item.shortcut && <Kbd>{item.shortcut}</Kbd>}
              </Primitive.Item>
            ),
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
