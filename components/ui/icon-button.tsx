"use client";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Tooltip } from "./tooltip.tsx";

type Props = Omit<ComponentProps<"button">, "aria-label"> & {
  /** What it does; read aloud and shown on hover. */
  label: string;
  icon: ReactNode;
  /** Shown behind the label, as "Ctrl Z". */
  shortcut?: string;
  /** For toggles. */
  pressed?: boolean;
  size?: "sm" | "md";
  side?: "top" | "right" | "bottom" | "left";
};

export function IconButton({
  label,
  icon,
  shortcut,
  pressed,
  size = "md",
  side = "bottom",
  className,
  type = "button",
  ...rest
}: Props) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          "inline-flex shrink-0 items-center justify-center rounded-lg text-muted transition-colors duration-100 hover:bg-hover hover:text-text",
          "disabled:cursor-not-allowed disabled:opacity-45 disabled:hover:bg-transparent",
          pressed && "bg-accent-soft text-accent-text",
          size === "sm" ? "size-7" : "size-8",
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
