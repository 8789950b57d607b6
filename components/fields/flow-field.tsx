"use client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import type { FlowField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

/** Chooses another flow of the workspace by its name. */
export function FlowField({ field, path, value, onChange, bare, within }: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const { flowId: ownId } = useParams<{ flowId?: string }>();
  const chosenId = textOf(value);
  const { data, isPending, error } = useQuery({
    queryKey: ["flows"],
    queryFn: ({ signal }) => fetchJson<FlowSummary[]>("/api/ui/flows", signal),
  });
  const others = (data ?? [])
    .filter(({ id }) => id !== ownId)
    .sort((a, b) => a.name.localeCompare(b.name));
  const chosen = others.find(({ id }) => id === chosenId);
  const gone = data !== undefined && chosenId !== "" && chosen === undefined;
  const options = [
    { value: "", label: field.anyLabel ?? "Choose a flow" },
    ...others.map(({ id, name, state }) => ({
      value: id,
      label: state === "draft" ? `${name} (not published)` : name,
    })),
    // What cannot be found is shown, not silently replaced.
    ...(chosenId !== "" && chosen === undefined
      ? [{ value: chosenId, label: gone ? "A flow that is gone" : "…" }]
      : []),
  ];
  return (
    <FieldFrame
      field={field}
      path={path}
      bare={bare}
      within={within}
      problem={
        gone
          ? "This flow does not exist any more. Choose another one."
          : (error?.message ?? undefined)
      }
    >
      {(control) =>
        isPending ? (
          <Skeleton className="h-8 w-full" />
        ) : (
          <Select
            {...control}
            options={options}
            value={chosenId}
            disabled={readOnly}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </FieldFrame>
  );
}
