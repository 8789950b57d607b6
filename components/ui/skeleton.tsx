import { cx } from "./cx.ts";

/** Stands where content will be, in its size, so that nothing shifts. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx("block animate-pulse rounded-md bg-hover", className ?? "h-4 w-full")}
    />
  );
}
