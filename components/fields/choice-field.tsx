"use client";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { TextInput } from "#components/ui/text-input.tsx";
import type { Choice } from "#lib/nodes/contract.ts";
import type { ChoiceField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

/** Chooses what the other side has now, by its name; what is not in the list may be typed in. */
export function ChoiceField({
  field,
  path,
  value,
  onChange,
  bare,
  within,
}: FieldProps<Definition>) {
  const { readOnly, step } = useFieldScope();
  const listId = useId();
  const stored = textOf(value);
  const { data, isFetching, error, refetch } = useChoices(field, path, !readOnly);
  const chosen = data?.find((choice) => choice.value === stored);
  const state =
    readOnly || step?.connectionId === null ? "" : isFetching ? "Loading what there is…" : "";
  return (
    <FieldFrame field={field} path={path} bare={bare} within={within}>
      {(control) => (
        <>
          <TextInput
            {...control}
            list={listId}
            value={chosen?.label ?? stored}
            placeholder={field.placeholder}
            maxLength={field.maxLength}
            readOnly={readOnly}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => {
              const named = data?.find(({ label }) => label === target.value);
              onChange(named?.value ?? target.value, path);
            }}
          />
          <datalist id={listId}>
            {data?.map((choice) => (
              <option key={choice.value} value={choice.label}>
                {choice.note}
              </option>
            ))}
          </datalist>
          <div role="status" className="mt-1 text-muted text-xs empty:hidden">
            {state}
            {state === "" && chosen?.note}
            {state === "" && error !== null && (
              <span className="text-warn">
                {error.message}{" "}
                <button type="button" className="underline" onClick={() => void refetch()}>
                  Try again
                </button>
              </span>
            )}
          </div>
        </>
      )}
    </FieldFrame>
  );
}

/** What there is, asked for anew when the connection or what it depends on changes. */
function useChoices({ dependsOn = [] }: Definition, path: string, enabled: boolean) {
  const { step } = useFieldScope();
  const key = path.split(".").at(-1) ?? "";
  const config = JSON.stringify(
    Object.fromEntries(dependsOn.map((name) => [name, step?.config[name] ?? null])),
  );
  const query = new URLSearchParams({
    ...{ nodeType: step?.type ?? "", field: key, config },
    ...(step?.connectionId ? { connectionId: step.connectionId } : {}),
  });
  return useQuery({
    queryKey: ["choices", step?.flowId, query.toString()],
    queryFn: ({ signal }) =>
      fetchJson<Choice[]>(`/api/ui/flows/${step?.flowId}/choices?${query}`, signal),
    enabled: enabled && step !== null && step.connectionId !== null,
    retry: false,
    staleTime: 60_000,
  });
}
