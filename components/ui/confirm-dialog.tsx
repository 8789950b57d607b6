"use client";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { FormField } from "./form-field.tsx";
import { TextInput } from "./text-input.tsx";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What happens, in one or two plain sentences. */
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  /** When set, the person has to type this name first. */
  typeToConfirm?: string;
  onConfirm: () => void | Promise<void>;
};

/** Asks before something that cannot simply be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirmLabel,
  danger = false,
  typeToConfirm,
  onConfirm,
}: Props) {
  const [typed, setTyped] = useState("");
  const [pending, setPending] = useState(false);
  const blocked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;

  async function confirm() {
    setPending(true);
    try {
      await onConfirm();
      onOpenChange(false);
      setTyped("");
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            disabled={blocked}
            pending={pending}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        {children}
        {typeToConfirm !== undefined && (
          <FormField label={`Type “${typeToConfirm}” to confirm`}>
            <TextInput
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
            />
          </FormField>
        )}
      </div>
    </Dialog>
  );
}
