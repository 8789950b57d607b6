import Link from "next/link";
import { cx } from "#components/ui/cx.ts";
import { PlaceBadge } from "./place-badge.tsx";
import type { PlaceNote } from "./place-note.ts";
import type { Place } from "./places.ts";

type Props = {
  place: Place;
  here: boolean;
  note: PlaceNote | undefined;
  onFollow?: () => void;
};

/** One line of the navigation. */
export function PlaceLink({ place: { href, label, icon: Icon }, here, note, onFollow }: Props) {
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      {...(onFollow !== undefined && { onClick: onFollow })}
      className={cx(
        "flex h-9 items-center gap-2.5 rounded-lg px-2.5 font-medium transition-colors duration-100 max-md:h-11",
        here ? "bg-accent-soft text-accent-text" : "text-muted hover:bg-hover hover:text-text",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {label}
      {note !== undefined && <span className="sr-only">, {note.says}</span>}
      {note !== undefined && <PlaceBadge>{note.shown}</PlaceBadge>}
    </Link>
  );
}
