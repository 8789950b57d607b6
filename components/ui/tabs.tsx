"use client";
import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Tab = { value: string; label: ReactNode; content: ReactNode };

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tabs: readonly Tab[];
  className?: string;
  /** On a page, whose own edge is enough; in a panel, tabs keep away from it. */
  flush?: boolean;
  /** Applied to each panel. */
  panelClassName?: string;
};

export function Tabs({ label, value, onChange, tabs, className, flush, panelClassName }: Props) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={onChange}
      className={cx("flex min-h-0 flex-col", className)}
    >
      <Primitive.List
        aria-label={label}
        className={cx("flex gap-1 border-line border-b", !flush && "px-3")}
      >
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 border-transparent border-b-2 px-2 font-medium text-muted text-sm transition-colors duration-100 hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content
          key={tab.value}
          value={tab.value}
          className={cx("min-h-0 flex-1 overflow-y-auto", panelClassName)}
        >
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
