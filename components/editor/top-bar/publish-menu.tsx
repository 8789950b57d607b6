"use client";
import { Rocket } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useEditor } from "../store/editor-context.tsx";

const PublishPanel = lazy(async () => ({
  default: (await import("./publish-panel.tsx")).PublishPanel,
}));

/** Publishing, and where the flow is reached once it is. */
export function PublishMenu() {
  const [open, setOpen] = useState(false);
  const mode = useEditor((state) => state.mode);
  const canEdit = useEditor((state) => state.canEdit);
  const live = useEditor((state) => state.liveVersion);
  // Without the right to publish, it is there for the live version's addresses.
  const label = canEdit ? "Publish" : "Live version";
  if (mode === "run" || (!canEdit && live === null)) return null;
  return (
    <Popover
      label={label}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-[min(24rem,calc(100vw-1rem))] p-4"
      trigger={
        <Button variant="primary" icon={<Rocket className="size-4" />}>
          {label}
        </Button>
      }
    >
      <Suspense fallback={<Skeleton className="h-40" />}>
        <PublishPanel onClose={() => setOpen(false)} />
      </Suspense>
    </Popover>
  );
}
