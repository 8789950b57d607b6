import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { Card } from "#components/ui/card.tsx";
import type { LinkState } from "#lib/access/people/contract.ts";

const endings: Record<Exclude<LinkState, "open">, string> = {
  used: "has been used already",
  expired: "has expired",
  revoked: "was revoked",
  unknown: "is not complete or was never given out",
};

type Props = { state: Exclude<LinkState, "open">; what: string; next: string };

/** Says plainly what has become of a link, and whom to ask. */
export function DeadLink({ state, what, next }: Props) {
  return (
    <Card className="p-6">
      <h1 className="font-semibold text-xl tracking-tight">This link does not work</h1>
      <p className="mt-1 mb-4 text-muted">
        {what} {endings[state]}. {next}
      </p>
      <Link href="/sign-in" className={buttonClass("secondary", "lg")}>
        Go to sign in
      </Link>
    </Card>
  );
}
