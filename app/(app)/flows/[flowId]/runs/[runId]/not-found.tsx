import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function RunNotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <title>Not found · Patchbay</title>
      <EmptyState
        title="There is no such run of this flow"
        action={
          <Link href="/runs" className={buttonClass("primary")}>
            Go to the runs
          </Link>
        }
      >
        Its address may be incomplete, or the run was removed since.
      </EmptyState>
    </main>
  );
}
