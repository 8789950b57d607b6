"use client";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";

type Props = {
  /** A host that an address in the form names; undefined when none does. */
  suggested: string | undefined;
  onLimit: (host: string) => void;
};

/** Before a credential is stored that any flow could send anywhere. */
export function AnyHostWarning({ suggested, onLimit }: Props) {
  return (
    <Callout tone="warn" title="Flows may send this credential to any host">
      Name the hosts that it is for under “Only for these hosts”, or fill in a test address: its
      host is then the only one.
      {suggested !== undefined && (
        <span className="mt-2 block">
          <Button size="sm" onClick={() => onLimit(suggested)}>
            Only for {suggested}
          </Button>
        </span>
      )}
    </Callout>
  );
}
