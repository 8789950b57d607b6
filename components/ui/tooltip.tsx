"use client";
import { Tooltip as Primitive } from "radix-ui";
import type { ReactElement } from "react";
import { Kbd } from "./kbd.tsx";

type Props = {
  label: string;
  shortcut?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
};

/** A short hint on hover and focus. Needs a `TooltipProvider` above; `Providers` has one. */
export function Tooltip({ label, shortcut, side = "bottom", children }: Props) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          className="z-50 flex max-w-72 items-center gap-2 rounded-md bg-text px-2 py-1 text-xs text-canvas shadow-float"
        >
          {label}
          {shortcut && <Kbd tone="inverse">{shortcut}</Kbd>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export const TooltipProvider = Primitive.Provider;
