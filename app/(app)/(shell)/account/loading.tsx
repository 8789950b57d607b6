import { Skeleton } from "#components/ui/skeleton.tsx";

export default function AccountLoading() {
  return (
    <div className="flex max-w-2xl flex-col gap-4" aria-busy="true">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-56 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
