import type { ReactNode } from "react";

type Props = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  /** Buttons. */
  action?: ReactNode;
};

/** What a page or panel shows when there is nothing yet, and what to do about it. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      {icon && (
        <div
          aria-hidden="true"
          className="mb-1 flex size-11 items-center justify-center rounded-xl bg-accent-soft text-accent-text"
        >
          {icon}
        </div>
      )}
      <h2 className="font-semibold text-lg">{title}</h2>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
