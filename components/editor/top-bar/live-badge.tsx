"use client";
import { Badge } from "#components/ui/badge.tsx";
import { useEditor } from "../store/editor-context.tsx";

/** Whether visitors meet this flow, and whether they meet it as it is here. */
export function LiveBadge() {
  const live = useEditor((state) => state.liveVersion);
  const isChanged = useEditor((state) => state.document !== state.publishedDocument);
  if (live === null) return <Badge>Draft</Badge>;
  return isChanged ? <Badge tone="accent">Changed</Badge> : <Badge tone="ok">Live</Badge>;
}
