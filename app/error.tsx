"use client";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <title>Something went wrong · Patchbay</title>
      <EmptyState
        title="Something went wrong on our side"
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>Nothing you saved is lost. If it happens again, tell your administrator.</p>
        {error.digest && <p className="mt-1 font-mono text-xs">Reference: {error.digest}</p>}
      </EmptyState>
    </main>
  );
}
