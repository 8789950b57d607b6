"use client";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { MethodBadge } from "#components/systems/method-badge.tsx";
import { cx } from "#components/ui/cx.ts";
import { Popover } from "#components/ui/popover.tsx";
import { inputClass } from "#components/ui/text-input.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Operation } from "#lib/systems/contract.ts";
import type { ControlProps } from "../field-frame.tsx";
import { OperationSearch } from "./operation-search.tsx";
import { fetchOperation } from "./use-systems.ts";

type Props = {
  control: ControlProps;
  systemId: string;
  operation: Operation | null;
  disabled: boolean;
  onPick: (operation: Operation) => void;
};

/** The chosen operation; opens a list to search in. */
export function OperationPicker({ control, systemId, operation, disabled, onPick }: Props) {
  const [open, setOpen] = useState(false);
  const pick = (key: string) => {
    setOpen(false);
    fetchOperation(systemId, key).then(onPick, (error: unknown) =>
      toastError({ message: error instanceof Error ? error.message : "It could not be read." }),
    );
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Operations"
      className="w-[min(30rem,calc(100vw-2rem))]"
      trigger={
        <button
          type="button"
          id={control.id}
          aria-labelledby={`${control["aria-labelledby"]} ${control.id}`}
          aria-describedby={control["aria-describedby"]}
          disabled={disabled}
          className={cx(inputClass, "flex min-h-8 items-center gap-2 py-1 text-left")}
        >
          {operation === null ? (
            <span className="min-w-0 flex-1 text-muted">Choose an operation</span>
          ) : (
            <>
              <MethodBadge method={operation.graphql?.kind.toUpperCase() ?? operation.method} />
              <span className="min-w-0 flex-1 break-words">
                {operation.summary || operation.path}
              </span>
            </>
          )}
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <OperationSearch systemId={systemId} onPick={pick} />
    </Popover>
  );
}
