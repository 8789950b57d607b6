"use client";
import { FileText, MessageCircle, Webhook } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { FlowActions } from "./flow-actions.ts";

const starters = [
  {
    id: "chat",
    icon: MessageCircle,
    title: "Chatbot",
    text: "Starts when a visitor writes, asks a question, answers.",
  },
  {
    id: "webhook",
    icon: Webhook,
    title: "Webhook",
    text: "Starts when another system calls, and answers it.",
  },
  { id: "empty", icon: FileText, title: "Empty", text: "A blank canvas." },
];

type Props = { actions: FlowActions; folders: string[]; onClose: () => void };

export function NewFlowDialog({ actions, folders, onClose }: Props) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [folder, setFolder] = useState("");
  const [starter, setStarter] = useState("chat");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function create(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await actions.create({ name, starter, folder });
    if (result.ok) return router.push(`/flows/${result.value.id}`);
    setError(result.error.issues?.[0]?.message ?? result.error.message);
    setPending(false);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New flow"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="new-flow" pending={pending}>
            Create flow
          </Button>
        </>
      }
    >
      <form id="new-flow" onSubmit={create} className="flex flex-col gap-4" noValidate>
        <FormField label="Name" error={error} required>
          <TextInput
            autoFocus
            value={name}
            maxLength={80}
            placeholder="Order status"
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
          />
        </FormField>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-sm">Start from</legend>
          <div className="grid gap-2 sm:grid-cols-3">
            {starters.map(({ id, icon: Icon, title, text }) => (
              <label
                key={id}
                className={cx(
                  "flex cursor-pointer flex-col gap-1 rounded-lg border p-3 transition-colors duration-100 has-focus-visible:outline-2 has-focus-visible:outline-accent",
                  starter === id ? "border-accent bg-accent-soft" : "border-line hover:bg-hover",
                )}
              >
                <input
                  type="radio"
                  name="starter"
                  className="sr-only"
                  checked={starter === id}
                  onChange={() => setStarter(id)}
                />
                <Icon aria-hidden="true" className="size-4 text-accent-text" />
                <span className="font-medium">{title}</span>
                <span className="text-muted text-xs">{text}</span>
              </label>
            ))}
          </div>
          <p className="text-muted text-sm">
            Or{" "}
            <Link href="/templates" className="text-accent-text underline">
              start from a template
            </Link>
            , which asks only for what is missing.
          </p>
        </fieldset>
        <FormField label="Folder" help="Optional. A new name makes a new folder.">
          <TextInput
            value={folder}
            maxLength={80}
            list="folders"
            onChange={(event) => setFolder(event.target.value)}
          />
        </FormField>
        <datalist id="folders">
          {folders.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </form>
    </Dialog>
  );
}
