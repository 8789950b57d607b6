import {
  Boxes,
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
import type { Role } from "#lib/access/contract.ts";
import { isPermitted, type Permission } from "#lib/access/permissions.ts";

export type Place = { href: string; label: string; icon: LucideIcon; permission?: Permission };

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

/** Places that a role may go to. */
export const placesFor = (role: Role): Place[] =>
  places.filter(({ permission }) => permission === undefined || isPermitted(role, permission));

export const isHere = (href: string, pathname: string): boolean =>
  pathname === href || pathname.startsWith(`${href}/`);
