import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div
      aria-busy="true"
      className="flex h-[calc(100dvh-7rem)] min-h-96 flex-col gap-3 md:h-[calc(100dvh-3rem)]"
    >
      <Skeleton className="h-9 w-64" />
      <Skeleton className="min-h-0 w-full flex-1" />
    </div>
  );
}
