"use client";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";
import { inputClass } from "./text-input.tsx";

export function TextArea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cx(inputClass, "py-1.5", className)} {...rest} />;
}
