"use client";
import { Cable, CircleUser } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { ThemeToggle } from "#components/ui/theme.tsx";
import type { Role } from "#lib/access/contract.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { PlaceLink } from "./place-link.tsx";
import { PlaceMenu } from "./place-menu.tsx";
import { type PlaceNote, placeNote } from "./place-note.ts";
import { isHere, placesFor } from "./places.ts";
import { useWaitingConversations } from "./use-waiting-conversations.ts";

type Props = {
  workspace: string;
  person: string;
  /** Places that a role may not go to are not shown. */
  role: Role;
  /** Goes to another workspace; shows nothing for who is in one. */
  switcher: ReactNode;
  /** How many connections and hosts need somebody; 0 for who could do nothing about it. */
  concerns: number;
  children: ReactNode;
};

/** Navigation beside the pages; in a menu above them on a phone. */
export function Shell({ workspace, person, role, switcher, concerns, children }: Props) {
  const pathname = usePathname();
  const waiting = useWaitingConversations(isPermitted(role, "conversations.answer"));
  const places = placesFor(role);
  const notes: { [href: string]: PlaceNote | undefined } = {
    "/connections": placeNote(concerns, "needs attention", "need attention"),
    "/conversations": placeNote(waiting, "needs a person", "need a person"),
  };
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <nav
        aria-label="Main"
        className="sticky top-0 z-30 flex items-center gap-1 border-line border-b bg-surface px-1.5 py-1 md:h-dvh md:w-52 md:flex-col md:items-stretch md:border-r md:border-b-0 md:px-3 md:py-4"
      >
        <Link
          href="/flows"
          className="mb-4 flex items-center gap-2 rounded-lg px-2 py-1 font-semibold text-lg tracking-tight max-md:hidden"
        >
          <Cable aria-hidden="true" className="size-5 text-accent-text" />
          Patchbay
        </Link>
        <div className="min-w-0 md:hidden">
          <PlaceMenu places={places} notes={notes} />
        </div>
        {switcher}
        <div className="contents max-md:hidden">
          {places.map((place) => (
            <PlaceLink
              key={place.href}
              place={place}
              here={isHere(place.href, pathname)}
              note={notes[place.href]}
            />
          ))}
        </div>
        <div className="ml-auto flex min-w-0 items-center gap-1 md:mt-auto md:ml-0">
          <Link
            href="/account"
            aria-current={pathname === "/account" ? "page" : undefined}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-lg px-2 py-1.5 hover:bg-hover max-md:size-11 max-md:justify-center"
          >
            <CircleUser aria-hidden="true" className="size-5 shrink-0 text-muted" />
            <span className="sr-only">Account: </span>
            <span className="flex min-w-0 flex-col max-md:sr-only">
              <span className="truncate font-medium text-sm">{person}</span>
              <span className="truncate text-muted text-xs">{workspace}</span>
            </span>
          </Link>
          <ThemeToggle />
        </div>
      </nav>
      <main id="main" className="mx-auto w-full min-w-0 max-w-6xl flex-1 px-4 py-6 md:px-8">
        {children}
      </main>
    </div>
  );
}
