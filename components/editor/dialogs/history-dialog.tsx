"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { VersionInfo } from "#lib/flow-store/contract.ts";
import { useEditor } from "../store/editor-context.tsx";
import { SetAsideList } from "./set-aside-list.tsx";

/** Every version that was published, newest first, and what was set aside. */
export function HistoryDialog({ onClose }: { onClose: () => void }) {
  const flowId = useEditor((state) => state.flowId);
  const { data, error, refetch } = useQuery({
    queryKey: ["versions", flowId],
    queryFn: ({ signal }) =>
      fetchJson<VersionInfo[]>(`/api/ui/flows/${encodeURIComponent(flowId)}/versions`, signal),
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="History">
      <div className="pb-4">
        {error && (
          <Callout
            tone="bad"
            role="alert"
            title={error.message}
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          />
        )}
        {!data && !error && <Skeleton className="h-32" />}
        {data?.length === 0 && (
          <p className="py-6 text-center text-muted">
            Nothing yet. Each time you publish, the version is kept here.
          </p>
        )}
        <ol className="flex flex-col">
          {data?.map((version) => (
            <li
              key={version.id}
              className="flex items-start gap-3 border-line border-b py-2.5 last:border-0"
            >
              <span className="w-20 shrink-0 font-medium">Version {version.number}</span>
              <span className="min-w-0 flex-1">
                <span className="block break-words">{version.note || "No note"}</span>
                <span className="block text-muted text-sm">
                  {version.publishedBy}, <TimeAgo at={version.publishedAt} />
                </span>
              </span>
              {version.live && <Badge tone="ok">Live</Badge>}
            </li>
          ))}
        </ol>
        <SetAsideList onRestored={onClose} />
      </div>
    </Dialog>
  );
}
