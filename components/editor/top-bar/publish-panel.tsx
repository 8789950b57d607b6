"use client";
import { History } from "lucide-react";
import { useState } from "react";
import { ImpactNote } from "#components/queue/impact-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import { useEditor, useEditorActions, useEditorServer } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";
import { BlockingProblems } from "./blocking-problems.tsx";
import { LiveAddresses } from "./live-addresses.tsx";
import { usePublish } from "./use-publish.ts";

/** Publishes with a note, or says what stands in the way; below, where the live version answers. */
export function PublishPanel({ onClose }: { onClose: () => void }) {
  const live = useEditor((state) => state.liveVersion);
  const canEdit = useEditor((state) => state.canEdit);
  const isChanged = useEditor((state) => state.document !== state.publishedDocument);
  const [note, setNote] = useState("");
  const { publish, pending, problems } = usePublish(onClose);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="font-semibold text-lg">
          {live === null ? "Publish this flow" : `Version ${live.number} is live`}
        </h2>
        <p className="text-muted text-sm">
          {live === null ? (
            "It then answers real visitors and webhooks. Editing goes on without touching it."
          ) : (
            <>
              Published <TimeAgo at={live.publishedAt} />.{" "}
              {isChanged ? "The draft has changed since." : "The draft is the same."}
            </>
          )}
        </p>
      </div>
      <BlockingProblems problems={problems} onShow={onClose} />
      {canEdit && (live === null || isChanged) && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void publish(note);
          }}
        >
          <FormField label="What changed?" help="For the history. You may leave it empty.">
            <TextInput
              value={note}
              maxLength={300}
              onChange={(event) => setNote(event.target.value)}
            />
          </FormField>
          <Button type="submit" variant="primary" pending={pending} disabled={problems.length > 0}>
            {live === null ? "Publish" : "Publish the changes"}
          </Button>
        </form>
      )}
      {live !== null && <LiveAddresses />}
      <footer className="flex items-center justify-between border-line border-t pt-3">
        <Button
          size="sm"
          variant="ghost"
          icon={<History className="size-3.5" />}
          onClick={() => {
            onClose();
            showEditorUi({ dialog: "history" });
          }}
        >
          History
        </Button>
        {live !== null && canEdit && <UnpublishButton />}
      </footer>
    </div>
  );
}

function UnpublishButton() {
  const [asking, setAsking] = useState(false);
  const flowId = useEditor((state) => state.flowId);
  const { setPublished } = useEditorActions();
  const server = useEditorServer();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Unpublish
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Unpublish this flow?"
        confirmLabel="Unpublish"
        danger
        onConfirm={async () => {
          const outcome = await server.unpublish({ flowId });
          if (!outcome.ok) return toastError(outcome.error);
          setPublished(null);
          toast({ title: "The flow is no longer live.", detail: "Publish it again at any time." });
        }}
      >
        <p>Visitors and webhooks get no answer from it any more. The draft and the history stay.</p>
        <ImpactNote target={{ flowId }}>
          {(runs, choose) => (
            <>
              {runs} under way {choose("goes", "go")} on to the end, with the version{" "}
              {choose("it", "they")} began with.
            </>
          )}
        </ImpactNote>
      </ConfirmDialog>
    </>
  );
}
