"use client";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

/** The look every text-like input shares. */
export const inputClass = cx(
  "w-full min-w-0 rounded-lg border border-line-strong/70 bg-surface px-2.5 text-base text-text",
  "focus-visible:border-accent focus-visible:outline-offset-0",
  "aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted",
);

export function TextInput({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={cx(inputClass, "h-8", className)} {...rest} />;
}
