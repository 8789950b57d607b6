"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { FlowDocument } from "#lib/flow/document.ts";
import type { SetAsideInfo } from "#lib/flow-store/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

/** Drafts that gave way to another person's, each with a way back. Nothing while there are none. */
export function SetAsideList({ onRestored }: { onRestored: () => void }) {
  const flowId = useEditor((state) => state.flowId);
  const { data, error, refetch } = useQuery({
    queryKey: ["set-aside", flowId],
    queryFn: ({ signal }) => fetchJson<SetAsideInfo[]>(pathOf(flowId), signal),
    // Another choice may have been made since the dialog was last open.
    staleTime: 0,
  });
  if (error) {
    return (
      <Callout
        tone="bad"
        role="alert"
        title={error.message}
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      />
    );
  }
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="set-aside" className="mt-4">
      <h3 id="set-aside" className="font-semibold">
        Set aside
      </h3>
      <p className="text-muted text-sm">
        When two people changed the flow, one version was chosen. The other is kept here for 30
        days.
      </p>
      <ul className="flex flex-col">
        {data.map((draft) => (
          <Entry key={draft.id} draft={draft} onRestored={onRestored} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ draft, onRestored }: { draft: SetAsideInfo; onRestored: () => void }) {
  const flowId = useEditor((state) => state.flowId);
  const canEdit = useEditor((state) => state.canEdit);
  const { restore } = useEditorActions();
  const [pending, setPending] = useState(false);
  const bringBack = async () => {
    setPending(true);
    try {
      const path = `${pathOf(flowId)}/${encodeURIComponent(draft.id)}`;
      restore(await fetchJson<FlowDocument>(path));
      onRestored();
      toast({
        title: `The draft is ${draft.savedBy}'s version now.`,
        detail: "Undo brings back what was there.",
      });
    } catch (cause) {
      setPending(false);
      toast({ title: cause instanceof Error ? cause.message : "That failed.", tone: "bad" });
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-3 border-line border-b py-2.5 last:border-0">
      <span className="min-w-0 flex-1">
        <span className="block break-words font-medium">{draft.savedBy}'s version</span>
        <span className="block text-muted text-sm">
          From <TimeAgo at={draft.savedAt} />; set aside by {draft.setAsideBy},{" "}
          <TimeAgo at={draft.setAsideAt} />
        </span>
      </span>
      {canEdit && (
        <Button size="sm" pending={pending} onClick={bringBack}>
          Restore into the draft
        </Button>
      )}
    </li>
  );
}

function pathOf(flowId: string): string {
  return `/api/ui/flows/${encodeURIComponent(flowId)}/set-aside`;
}
