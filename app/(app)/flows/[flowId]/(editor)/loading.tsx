import { Skeleton } from "#components/ui/skeleton.tsx";

/** The editor's frame while the flow is fetched. */
export default function Loading() {
  return (
    <div className="flex h-dvh flex-col bg-canvas" aria-busy="true">
      <div className="flex h-12 items-center gap-3 border-line border-b bg-surface px-3">
        <Skeleton className="h-6 w-48" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-62 flex-col gap-2 border-line border-r bg-surface p-2 max-md:hidden">
          {["a", "b", "c", "d", "e", "f"].map((key) => (
            <Skeleton key={key} className="h-9" />
          ))}
        </div>
        <div className="flex-1" />
        <div className="w-90 border-line border-l bg-surface p-4 max-md:hidden">
          <Skeleton className="h-6 w-40" />
        </div>
      </div>
    </div>
  );
}
