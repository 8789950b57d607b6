import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** A list page while it loads, in the size it will have. */
export function ListSkeleton({ title }: { title: string }) {
  return (
    <div aria-busy="true">
      <PageHeader title={title}>Loading…</PageHeader>
      <Skeleton className="mb-3 h-8 w-full" />
      <Card className="flex flex-col divide-y divide-line">
        {["a", "b", "c", "d", "e"].map((row) => (
          <div key={row} className="flex flex-col gap-1.5 px-4 py-3.5">
            <Skeleton className="h-4 w-48" />
            <Skeleton className="h-3.5 w-72 max-w-full" />
          </div>
        ))}
      </Card>
    </div>
  );
}
