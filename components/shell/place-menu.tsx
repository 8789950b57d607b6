"use client";
import { Menu as Lines } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Popover } from "#components/ui/popover.tsx";
import { PlaceLink } from "./place-link.tsx";
import type { PlaceNote } from "./place-note.ts";
import { isHere, type Place } from "./places.ts";

type Props = { places: Place[]; notes: { [href: string]: PlaceNote | undefined } };

/** Where one is, and the way to everywhere else: the navigation where there is no room beside the page. */
export function PlaceMenu({ places, notes }: Props) {
  const pathname = usePathname();
  const [open, setOpen] = useState(false);
  const here = places.find(({ href }) => isHere(href, pathname));
  const needing = places.filter(({ href }) => notes[href] !== undefined && href !== here?.href);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Pages"
      className="grid w-64 max-w-[calc(100vw-1rem)] gap-0.5 p-1.5"
      trigger={
        <button
          type="button"
          className="flex h-11 min-w-0 items-center gap-2.5 rounded-lg px-2.5 font-medium hover:bg-hover"
        >
          <span className="relative">
            <Lines aria-hidden="true" className="size-5" />
            {needing.length > 0 && (
              <span
                aria-hidden="true"
                className="absolute -top-0.5 -right-1 size-2 rounded-full bg-bad"
              />
            )}
          </span>
          <span className="sr-only">Pages: </span>
          <span className="truncate">{here?.label ?? "Menu"}</span>
          {needing.length > 0 && (
            <span className="sr-only">
              , {needing.map(({ href, label }) => `${label} ${notes[href]?.says}`).join(", ")}
            </span>
          )}
        </button>
      }
    >
      {places.map((place) => (
        <PlaceLink
          key={place.href}
          place={place}
          here={place === here}
          note={notes[place.href]}
          onFollow={() => setOpen(false)}
        />
      ))}
    </Popover>
  );
}
