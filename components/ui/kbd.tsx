import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A key or a chord. */
export function Kbd({
  children,
  tone = "normal",
}: {
  children: ReactNode;
  tone?: "normal" | "inverse";
}) {
  return (
    <kbd
      className={cx(
        "rounded border px-1 font-sans text-[0.6875rem] leading-4",
        tone === "normal" ? "border-line bg-sunken text-muted" : "border-current/40",
      )}
    >
      {children}
    </kbd>
  );
}
