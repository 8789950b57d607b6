"use client";
import { useState } from "react";
import { FlowAccessForm } from "#components/flows/flow-access-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast } from "#components/ui/toast.tsx";
import { ChatSettings } from "../inspector/chat-settings.tsx";
import { VariablesEditor } from "../inspector/variables-editor.tsx";
import { useEditor, useEditorActions, useEditorServer } from "../store/editor-context.tsx";

/** What belongs to the flow as a whole: its address, its chat, its variables. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Flow settings">
      <div className="flex flex-col gap-6 pb-4">
        <SlugForm />
        <AccessSection />
        <ChatSettings />
        <VariablesEditor />
      </div>
    </Dialog>
  );
}

function AccessSection() {
  const flowId = useEditor((state) => state.flowId);
  const { flowAccess, setFlowGrants } = useEditorServer();
  return <FlowAccessForm flowId={flowId} actions={{ flowAccess, setFlowGrants }} />;
}

function SlugForm() {
  const slug = useEditor((state) => state.slug);
  const flowId = useEditor((state) => state.flowId);
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const server = useEditorServer();
  const [typed, setTyped] = useState(slug);
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);

  const save = async () => {
    setPending(true);
    setError(undefined);
    const outcome = await server.setSlug({ flowId, slug: typed.trim() }).catch(() => null);
    setPending(false);
    if (outcome === null) return setError("The server cannot be reached. Try again in a moment.");
    if (!outcome.ok) return setError(outcome.error.issues?.[0]?.message ?? outcome.error.message);
    actions.setSlug(typed.trim());
    toast({ title: "The chat page has a new address.", tone: "ok" });
  };

  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <FormField
        label="Name in the chat page's address"
        help={`${window.location.origin}/chat/${typed || "…"}`}
        error={error}
        className="flex-1"
      >
        <TextInput
          value={typed}
          maxLength={60}
          disabled={!canEdit}
          onChange={(event) => setTyped(event.target.value)}
        />
      </FormField>
      {canEdit && (
        <Button
          type="submit"
          className="mb-5"
          pending={pending}
          disabled={typed.trim() === slug || typed.trim() === ""}
        >
          Change
        </Button>
      )}
    </form>
  );
}
