import { cx } from "#components/ui/cx.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { categoryLook } from "./category-look.ts";

const unknown = "M12 17h.01 M9.5 9a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8";

/** A node type's icon on a square of its category's tint. */
export function NodeIcon({ type, size = "md" }: { type: string; size?: "sm" | "md" }) {
  const definition = definitionOf(type);
  const tint = definition ? categoryLook[definition.category].tint : "bg-sunken text-muted";
  return (
    <span
      className={cx(
        "flex shrink-0 items-center justify-center rounded-lg",
        size === "sm" ? "size-7" : "size-9",
        tint,
      )}
    >
      <svg
        viewBox="0 0 24 24"
        className={size === "sm" ? "size-4" : "size-5"}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d={definition?.icon ?? unknown} />
      </svg>
    </span>
  );
}
