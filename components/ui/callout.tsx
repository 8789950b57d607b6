import type { ReactNode } from "react";
import { cx } from "./cx.ts";

const tones = {
  info: "border-line bg-sunken text-text",
  warn: "border-warn/30 bg-warn-soft text-text",
  bad: "border-bad/30 bg-bad-soft text-text",
  ok: "border-ok/30 bg-ok-soft text-text",
};

/** A framed remark: an error with its next step, a warning, a hint. */
export function Callout({
  tone = "info",
  title,
  children,
  action,
  role,
}: {
  tone?: keyof typeof tones;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
}) {
  return (
    <div role={role} className={cx("rounded-lg border px-3 py-2.5", tones[tone])}>
      {title && <p className="font-medium">{title}</p>}
      {children && <div className={cx("text-sm", title && "mt-0.5")}>{children}</div>}
      {action && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}
