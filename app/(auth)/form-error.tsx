import { Callout } from "#components/ui/callout.tsx";
import type { ActionError } from "#lib/access/action-result.ts";

/** What went wrong with the form as a whole; what belongs to one field stands at that field. */
export function FormError({ error }: { error: ActionError | undefined }) {
  if (error === undefined || error.issues !== undefined) return null;
  return (
    <Callout tone="bad" role="alert" title={error.message}>
      {error.next}
    </Callout>
  );
}

/** The sentence for one field, if it has one. */
export function issueOf(error: ActionError | undefined, path: string): string | undefined {
  return error?.issues?.find((issue) => issue.path === path)?.message;
}
