"use client";
import {
  Boxes,
  Cable,
  CircleUser,
  Gauge,
  KeyRound,
  KeySquare,
  LayoutTemplate,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  Settings2,
  Users,
  Workflow,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { ThemeToggle } from "#components/ui/theme.tsx";
import type { Role } from "#lib/access/contract.ts";
import { isPermitted, type Permission } from "#lib/access/permissions.ts";
import { PlaceBadge } from "./place-badge.tsx";
import { type PlaceNote, placeNote } from "./place-note.ts";
import { useWaitingConversations } from "./use-waiting-conversations.ts";

type Place = { href: string; label: string; icon: LucideIcon; permission?: Permission };

const places: Place[] = [
  { href: "/flows", label: "Flows", icon: Workflow },
  { href: "/templates", label: "Templates", icon: LayoutTemplate },
  { href: "/conversations", label: "Conversations", icon: MessagesSquare },
  { href: "/runs", label: "Runs", icon: ListTree },
  { href: "/queue", label: "Queue", icon: Gauge },
  { href: "/connections", label: "Connections", icon: KeyRound },
  { href: "/systems", label: "Systems", icon: Boxes },
  { href: "/people", label: "People", icon: Users },
  { href: "/api-keys", label: "API keys", icon: KeySquare, permission: "keys.create" },
  { href: "/audit", label: "Audit", icon: ScrollText, permission: "audit.read" },
  { href: "/settings", label: "Settings", icon: Settings2 },
];

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

/** Navigation beside the pages; below them on a phone. */
export function Shell({ workspace, person, role, switcher, concerns, children }: Props) {
  const pathname = usePathname();
  const waiting = useWaitingConversations(isPermitted(role, "conversations.answer"));
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
        className="sticky top-0 z-30 flex items-center gap-1 border-line border-b bg-surface px-3 py-2 max-sm:gap-0 max-sm:px-1.5 md:h-dvh md:w-52 md:flex-col md:items-stretch md:border-r md:border-b-0 md:py-4"
      >
        <Link
          href="/flows"
          className={cx(
            "flex items-center gap-2 rounded-lg px-2 py-1 font-semibold text-lg tracking-tight md:mb-4",
            // A phone has no room for it.
            "max-sm:hidden",
          )}
        >
          <Cable aria-hidden="true" className="size-5 text-accent-text" />
          <span className="hidden sm:inline">Patchbay</span>
        </Link>
        {switcher}
        {/* A small phone scrolls through them. */}
        <div className="flex min-w-0 items-center gap-1 overflow-x-auto max-sm:gap-0 md:contents">
          {places.map(({ href, label, icon: Icon, permission }) => {
            if (permission !== undefined && !isPermitted(role, permission)) return null;
            const note = notes[href];
            const here = pathname === href || pathname.startsWith(`${href}/`);
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? "page" : undefined}
                className={cx(
                  "flex h-9 items-center gap-2.5 rounded-lg px-2.5 max-sm:px-1.5 font-medium transition-colors duration-100",
                  here
                    ? "bg-accent-soft text-accent-text"
                    : "text-muted hover:bg-hover hover:text-text",
                )}
              >
                <Icon aria-hidden="true" className="size-4 shrink-0" />
                <span className="max-md:sr-only">{label}</span>
                {note !== undefined && <span className="sr-only">, {note.says}</span>}
                {note !== undefined && <PlaceBadge>{note.shown}</PlaceBadge>}
              </Link>
            );
          })}
        </div>
        <div className="ml-auto flex min-w-0 items-center gap-1 md:mt-auto md:ml-0">
          <Link
            href="/account"
            aria-current={pathname === "/account" ? "page" : undefined}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-lg px-2 py-1.5 hover:bg-hover"
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
