import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import type { ActionError } from "#lib/access/action-result.ts";

type Props = { pending: boolean; changed: boolean; error: ActionError | undefined };

/** The end of a form: what is wrong with it as a whole, and Save. */
export function SaveRow({ pending, changed, error }: Props) {
  return (
    <>
      {error !== undefined && error.issues === undefined && (
        <Callout tone="bad" role="alert" title={error.message}>
          {error.next}
        </Callout>
      )}
      <div>
        <Button type="submit" variant="primary" pending={pending} disabled={!changed}>
          Save
        </Button>
      </div>
    </>
  );
}
