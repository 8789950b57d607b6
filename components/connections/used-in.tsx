import Link from "next/link";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { counted } from "#lib/words/counted.ts";

type Props = Pick<ConnectionSummary, "usedBy" | "usedByHidden">;

/** The flows that use a connection, by name as far as the reader may open them. */
export function UsedIn({ usedBy, usedByHidden }: Props) {
  if (usedBy.length + usedByHidden === 0) {
    return <span className="text-muted">Not used in any flow</span>;
  }
  const more = usedBy.length - 3;
  return (
    <span className="text-muted">
      Used in{" "}
      {usedBy.slice(0, 3).map((use, index) => (
        <span key={use.flowId}>
          {index > 0 && ", "}
          <Link
            href={`/flows/${use.flowId}`}
            className="text-accent-text underline underline-offset-2"
          >
            {use.flowName}
          </Link>
          {use.live && " (live)"}
        </span>
      ))}
      {more > 0 && `${usedByHidden > 0 ? "," : " and"} ${more} more`}
      {usedByHidden > 0 &&
        `${usedBy.length > 0 ? " and " : ""}${counted(usedByHidden, "flow")} that you cannot open`}
    </span>
  );
}
