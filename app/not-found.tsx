import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <title>Not found · Patchbay</title>
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/flows" className={buttonClass("primary")}>
            Go to the flows
          </Link>
        }
      >
        It may have been deleted, or it belongs to another workspace.
      </EmptyState>
    </main>
  );
}
