"use client";
import { Plus } from "lucide-react";
import type { ComponentType } from "react";
import { NewTabLink } from "#components/ui/new-tab-link.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Json } from "#lib/flow/json.ts";
import type { ApiCallField as Definition } from "#lib/nodes/fields.ts";
import { type ApiCall, readCall } from "#lib/systems/api-call.ts";
import { FieldFrame } from "../field-frame.tsx";
import type { FieldProps } from "../field-props.ts";
import { useFieldScope } from "../field-scope.ts";
import { CallForm } from "./call-form.tsx";
import { NewerDescription } from "./newer-description.tsx";
import { OperationPicker } from "./operation-picker.tsx";
import { PickedFields } from "./picked-fields.tsx";
import { SignsInWith } from "./signs-in-with.tsx";
import { useSystems } from "./use-systems.ts";

type Props = FieldProps<Definition> & { Input: ComponentType<FieldProps> };

/** Chooses a system and one of its operations, and asks for what that needs. */
export function ApiCallField({ field, path, value, onChange, Input }: Props) {
  const { readOnly, mayManage, step } = useFieldScope();
  const own = readCall(value);
  const shared = field.sameSystemAs;
  const call = shared === undefined ? own : { ...own, ...sharedSystem(step?.config[shared], own) };
  const { data: systems, isPending, error } = useSystems();
  const { operation } = call;
  const gone =
    systems !== undefined &&
    call.systemId !== "" &&
    !systems.some(({ id }) => id === call.systemId);
  const change = (next: Partial<typeof call>, typedInto?: string) =>
    onChange({ ...call, ...next } as unknown as Json /* a call is plain JSON */, typedInto);
  if (shared !== undefined && call.systemId === "") return null;
  return (
    <section aria-label={field.label} className="flex flex-col gap-3">
      {shared === undefined && (
        <FieldFrame
          field={{ kind: "select", label: "System", required: true, options: [] }}
          path={`${path}.systemId`}
          problem={error?.message}
          {...(mayManage && { action: <ImportLink /> })}
          {...(systems?.length === 0 && {
            help: mayManage
              ? "There is none yet: “Import a system” reads what one can do."
              : "There is none yet. An admin imports its description under Systems.",
          })}
        >
          {(control) =>
            isPending ? (
              <Skeleton className="h-8 w-full" />
            ) : (
              <Select
                {...control}
                value={call.systemId}
                disabled={readOnly}
                options={[
                  { value: "", label: "Choose a system" },
                  ...(systems ?? []).map(({ id, name }) => ({ value: id, label: name })),
                  ...(gone ? [{ value: call.systemId, label: "A system that was deleted" }] : []),
                ]}
                onChange={(event) =>
                  change({
                    ...{ systemId: event.target.value, operation: null, values: {} },
                    ...{ contentType: "", rawBody: null },
                  })
                }
              />
            )
          }
        </FieldFrame>
      )}
      {call.systemId !== "" && (
        <FieldFrame field={field} path={path} single={false}>
          {(control) => (
            <OperationPicker
              control={control}
              systemId={call.systemId}
              operation={operation}
              disabled={readOnly || gone}
              onPick={(picked) => {
                const { picks: _, ...rest } = call;
                const next = { ...rest, operation: picked, values: {}, contentType: "" };
                onChange({ ...next, rawBody: null } as unknown as Json /* a call is plain JSON */);
              }}
            />
          )}
        </FieldFrame>
      )}
      {operation !== null && (
        <>
          {!gone && !readOnly && (
            <NewerDescription
              systemId={call.systemId}
              operation={operation}
              onTake={(newer) => change({ operation: newer })}
            />
          )}
          <SignsInWith kinds={operation.connectionKinds} server={operation.server} />
          <CallForm path={path} call={call} change={change} Input={Input} />
          {operation.graphql !== undefined && (
            <PickedFields
              shape={operation.graphql}
              picks={call.picks}
              readOnly={readOnly}
              onChange={(picks) => change({ picks })}
            />
          )}
        </>
      )}
    </section>
  );
}

function ImportLink() {
  return (
    <NewTabLink href="/systems?import" icon={<Plus aria-hidden="true" className="size-3" />}>
      Import a system
    </NewTabLink>
  );
}

/** An operation of another system does not belong here any more. */
function sharedSystem(value: Json | undefined, { systemId, operation }: ApiCall): Partial<ApiCall> {
  const shared = readCall(value).systemId;
  return { systemId: shared, operation: shared === systemId ? operation : null };
}
