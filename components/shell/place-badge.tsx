import type { ReactNode } from "react";

/** How much needs somebody beside the place where it is seen to. */
export function PlaceBadge({ children }: { children: ReactNode }) {
  return (
    <span
      aria-hidden="true"
      className="flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-bad-soft px-1 font-medium text-bad text-xs ml-auto"
    >
      {children}
    </span>
  );
}
