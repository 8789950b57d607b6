"use client";
import { useEffect, useId, useRef, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { roleWords } from "#components/people/role-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { FlowAccess, FlowGrants } from "#lib/flow-store/contract.ts";
import type { FlowAccessActions } from "./flow-access-actions.ts";

type Props = { flowId: string; actions: FlowAccessActions };

/** Who may work on one flow: everybody by their role, or only some. For owners and admins. */
export function FlowAccessForm({ flowId, actions }: Props) {
  const title = useId();
  const [access, setAccess] = useState<FlowAccess>();
  const [error, setError] = useState<ActionError>();
  // The actions are the same for as long as the page stands; their holder may be made anew.
  const load = useRef(actions.flowAccess);

  useEffect(() => {
    let gone = false;
    void tryAction(() => load.current({ flowId })).then((result) => {
      if (gone) return;
      if (result.ok) setAccess(result.value);
      else setError(result.error);
    });
    return () => {
      gone = true;
    };
  }, [flowId]);

  return (
    <section aria-labelledby={title} className="flex flex-col gap-2">
      <h3 id={title} className="font-medium text-sm">
        Who may work on this flow
      </h3>
      {error?.code === "not_permitted" ? (
        <p className="text-muted text-sm">Owners and admins of the workspace decide that.</p>
      ) : error ? (
        <Callout tone="bad" role="alert">
          {error.message}
        </Callout>
      ) : access ? (
        <Choice flowId={flowId} access={access} save={actions.setFlowGrants} />
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
    </section>
  );
}

const grantable = ["editor", "operator", "viewer"] as const;

function Choice({
  flowId,
  access,
  save,
}: {
  flowId: string;
  access: FlowAccess;
  save: FlowAccessActions["setFlowGrants"];
}) {
  const name = useId();
  const [stored, setStored] = useState(access.grants);
  const [wanted, setWanted] = useState(access.grants);
  const [pending, setPending] = useState(false);
  const others = access.members.filter(({ role }) => role !== "owner" && role !== "admin");
  const changed = JSON.stringify(sorted(stored)) !== JSON.stringify(sorted(wanted));

  async function submit() {
    setPending(true);
    const result = await tryAction(() => save({ flowId, ...wanted }));
    setPending(false);
    if (!result.ok) return toastError(result.error);
    setStored(wanted);
    toast({
      title: wanted.limited
        ? "Nobody else sees the flow and its runs any more."
        : "Everybody in the workspace may work on the flow, by their role.",
      tone: "ok",
    });
  }

  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label className="flex items-center gap-2">
        <input
          type="radio"
          name={name}
          checked={!wanted.limited}
          onChange={() => setWanted({ ...wanted, limited: false })}
        />
        Everybody in the workspace, by their role
      </label>
      <label className="flex items-center gap-2">
        <input
          type="radio"
          name={name}
          checked={wanted.limited}
          onChange={() => setWanted({ ...wanted, limited: true })}
        />
        Owners, admins, and only these:
      </label>
      {wanted.limited && (
        <div className="ml-6 grid gap-x-4 gap-y-1 sm:grid-cols-2">
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 text-muted text-sm">Roles</legend>
            {grantable.map((role) => (
              <Check
                key={role}
                label={`Every ${roleWords[role].label.toLowerCase()}`}
                checked={wanted.roles.includes(role)}
                onChange={(on) => setWanted({ ...wanted, roles: put(wanted.roles, role, on) })}
              />
            ))}
          </fieldset>
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 text-muted text-sm">People</legend>
            {others.length === 0 && (
              <p className="text-muted text-sm">Everybody else here is an owner or an admin.</p>
            )}
            {others.map((member) => (
              <Check
                key={member.userId}
                label={`${member.name} (${roleWords[member.role].label.toLowerCase()})`}
                checked={wanted.people.includes(member.userId)}
                onChange={(on) =>
                  setWanted({ ...wanted, people: put(wanted.people, member.userId, on) })
                }
              />
            ))}
          </fieldset>
        </div>
      )}
      <div>
        <Button type="submit" size="sm" pending={pending} disabled={!changed}>
          Save who may work on it
        </Button>
      </div>
    </form>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0 truncate">{label}</span>
    </label>
  );
}

function put<T>(list: readonly T[], item: T, on: boolean): T[] {
  const others = list.filter((one) => one !== item);
  return on ? [...others, item] : others;
}

function sorted({ limited, roles, people }: FlowGrants): FlowGrants {
  return { limited, roles: roles.toSorted(), people: people.toSorted() };
}
