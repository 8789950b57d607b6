"use client";
import { Switch as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

export function Switch({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cx(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors duration-100 data-[state=checked]:bg-accent disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      <Primitive.Thumb className="size-4 rounded-full bg-white transition-transform duration-100 data-[state=checked]:translate-x-4" />
    </Primitive.Root>
  );
}
