"use client";
import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { SavedTemplate } from "#lib/templates/contract.ts";
import { describeStripped } from "./describe-stripped.ts";
import { templatePath } from "./template-words.ts";

export type ImportTemplateAction = (input: {
  text: string;
}) => Promise<ActionResult<SavedTemplate>>;

/** Reads a template's file; nothing of it runs. */
export function ImportTemplate({ importTemplate }: { importTemplate: ImportTemplateAction }) {
  const router = useRouter();
  const file = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);

  async function read(chosen: File | undefined) {
    if (chosen === undefined) return;
    setPending(true);
    const result = await importTemplate({ text: await chosen.text() });
    setPending(false);
    if (!result.ok) return toastError(result.error);
    toast({
      title: "The template is here.",
      tone: "ok",
      detail: describeStripped(result.value.stripped),
    });
    router.push(templatePath(result.value.id));
  }

  return (
    <>
      <Button
        icon={<Upload className="size-4" />}
        pending={pending}
        onClick={() => file.current?.click()}
      >
        Import
      </Button>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        aria-label="Template file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          // The same file again is a new choice.
          event.target.value = "";
        }}
      />
    </>
  );
}
