import { Lock } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ownPath } from "#lib/access/own-path.ts";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";

export const metadata: Metadata = { title: "No access" };

type Props = { searchParams: Promise<{ page?: string | string[] }> };

/** Where somebody is led whose role does not open a page: says so, and whom to ask. */
export default async function NoAccess({ searchParams }: Props) {
  const actor = await pageActor("people.list");
  const { page } = await searchParams;
  const wanted = typeof page === "string" ? ownPath(page) : "/";
  const members = await services().people.members(actor);
  const admins = members.filter(({ role }) => role === "owner" || role === "admin");
  const names = new Intl.ListFormat("en", { type: "disjunction" }).format(
    admins.slice(0, 5).map(({ name }) => name),
  );
  return (
    <>
      <PageHeader title="No access" />
      <Card>
        <EmptyState
          icon={<Lock className="size-5" />}
          title="Your role does not open this page"
          action={
            <Link href="/flows" className={buttonClass()}>
              To the flows
            </Link>
          }
        >
          You are {actor.role === "admin" ? "an admin" : `${article(actor.role)} ${actor.role}`}{" "}
          here
          {wanted === "/" ? "" : <>, and {wanted} is for others</>}. If you need it, ask {names}.
        </EmptyState>
      </Card>
    </>
  );
}

function article(role: string): string {
  return /^[aeio]/.test(role) ? "an" : "a";
}
