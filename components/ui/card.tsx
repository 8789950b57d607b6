import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A framed surface. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <section className={cx("rounded-xl border border-line bg-surface shadow-card", className)}>
      {children}
    </section>
  );
}
