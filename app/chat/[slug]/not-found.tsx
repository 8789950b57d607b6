import { EmptyState } from "#components/ui/empty-state.tsx";

export default function ChatNotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState title="This chat is not available">
        It may be closed for now, or its address may have changed. Ask whoever gave it to you.
      </EmptyState>
    </main>
  );
}
