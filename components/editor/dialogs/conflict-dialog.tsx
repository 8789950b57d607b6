"use client";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast } from "#components/ui/toast.tsx";
import { compareDocuments } from "#lib/flow/compare-documents.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

/** Two people changed the flow: both versions, and the choice. Neither is lost. */
export function ConflictDialog({ onClose }: { onClose: () => void }) {
  const save = useEditor((state) => state.save);
  const mine = useEditor((state) => state.document);
  const { keepMine, takeTheirs } = useEditorActions();
  const [pending, setPending] = useState(false);
  if (save.kind !== "conflict") return null;
  const { onlyHere, onlyThere, changed, other } = compareDocuments(mine, save.theirs);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title="Two versions of this flow"
      description={`${save.savedBy} saved it while you were editing. Nothing of yours or theirs is lost until you choose.`}
      footer={
        <>
          <Button
            onClick={() => {
              takeTheirs();
              onClose();
              toast({
                title: `You now have ${save.savedBy}'s version.`,
                detail: "Undo brings yours back.",
              });
            }}
          >
            Take theirs
          </Button>
          <Button
            variant="primary"
            pending={pending}
            onClick={async () => {
              setPending(true);
              await keepMine();
              onClose();
            }}
          >
            Keep mine
          </Button>
        </>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Side
          title="Yours"
          detail="What you see on the canvas"
          only={onlyHere}
          changed={changed.map(({ here }) => here)}
        />
        <Side
          title={`${save.savedBy}'s`}
          detail={<TimeAgo at={save.savedAt} />}
          only={onlyThere}
          changed={changed.map(({ there }) => there)}
        />
      </div>
      {other.length > 0 && (
        <p className="mt-3 text-muted">
          Also different: {new Intl.ListFormat("en").format(other)}.
        </p>
      )}
    </Dialog>
  );
}

function Side({
  title,
  detail,
  only,
  changed,
}: {
  title: string;
  detail: ReactNode;
  only: readonly FlowNode[];
  changed: readonly FlowNode[];
}) {
  return (
    <section className="rounded-lg border border-line p-3" aria-label={title}>
      <h3 className="font-medium">{title}</h3>
      <p className="mb-2 text-muted text-sm">{detail}</p>
      {only.length + changed.length === 0 && (
        <p className="text-muted text-sm">No step is different.</p>
      )}
      <NodeList label="Only here" nodes={only} />
      <NodeList label="Set up differently" nodes={changed} />
    </section>
  );
}

function NodeList({ label, nodes }: { label: string; nodes: readonly FlowNode[] }) {
  if (nodes.length === 0) return null;
  return (
    <>
      <h4 className="mt-2 mb-1 text-muted text-xs">{label}</h4>
      <ul className="flex flex-col gap-1">
        {nodes.map(({ id, type, name }) => (
          <li key={id} className="flex items-center gap-2">
            <NodeIcon type={type} size="sm" />
            <span className="truncate">{name}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
