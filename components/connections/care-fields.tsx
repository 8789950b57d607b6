"use client";
import { Fold } from "#components/ui/fold.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ConnectionGrants } from "#lib/connections/grants.ts";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";
import type { ConnectionLimits } from "#lib/connections/limits.ts";
import { catalog } from "#lib/nodes/catalog.ts";
import { CheckList } from "./check-list.tsx";
import { describeGrants, describeLimits } from "./describe-care.ts";
import { RateFields } from "./rate-fields.tsx";

/** What limits and grants can name. */
export type CareChoices = {
  flows: readonly { id: string; name: string }[];
  /** Who builds flows without being an admin. */
  people: readonly { userId: string; name: string }[];
};

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;
type Method = NonNullable<ConnectionLimits["methods"]>[number];

type LimitProps = {
  kind: ConnectionKind;
  choices: CareChoices;
  limits: ConnectionLimits;
  onChange: (limits: ConnectionLimits) => void;
};

/** What the connection may be used for. Nothing ticked in a list means no limit. */
export function LimitFields({ kind, choices, limits, onChange }: LimitProps) {
  const nodes = catalog.filter(({ connection }) => connection?.kinds.includes(kind.id));
  const set = (key: "flows" | "nodes" | "methods", chosen: string[]) => {
    const { [key]: _, ...rest } = limits;
    onChange(chosen.length === 0 ? rest : { ...rest, [key]: chosen });
  };
  return (
    <Fold title="Limits" summary={describeLimits(limits, choices.flows)}>
      <p className="text-muted text-xs">
        A step outside these limits fails with a plain reason. Nothing ticked means no limit.
      </p>
      {choices.flows.length > 0 && (
        <CheckList
          label="Only in these flows"
          options={choices.flows.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={limits.flows ?? []}
          onChange={(chosen) => set("flows", chosen)}
        />
      )}
      {nodes.length > 1 && (
        <CheckList
          label="Only by these kinds of step"
          options={nodes.map(({ id, label }) => ({ value: id, label }))}
          chosen={limits.nodes ?? []}
          onChange={(chosen) => set("nodes", chosen)}
        />
      )}
      {kind.http && (
        <CheckList
          label="Only for these requests"
          help="GET and HEAD read; the others change something."
          options={methods.map((value) => ({ value, label: value }))}
          chosen={limits.methods ?? []}
          onChange={(chosen) =>
            set("methods", methods.filter((method) => chosen.includes(method)) as Method[])
          }
        />
      )}
      {kind.http && (
        <RateFields
          rate={limits.rate}
          onChange={(rate) => {
            const { rate: _, ...rest } = limits;
            onChange(rate === undefined ? rest : { ...rest, rate });
          }}
        />
      )}
    </Fold>
  );
}

type GrantProps = {
  choices: CareChoices;
  grants: ConnectionGrants;
  onChange: (grants: ConnectionGrants) => void;
};

/** Who may put the connection into flows. */
export function GrantFields({ choices, grants, onChange }: GrantProps) {
  const to = whom(grants);
  return (
    <Fold title="Who may use it" summary={describeGrants(grants, choices.people)}>
      <FormField
        label="In flows, it may be chosen by"
        help="What is live already goes on. Admins always may."
      >
        <Select
          value={to}
          onChange={(event) => onChange(grantsFor(event.target.value))}
          options={[
            { value: "everybody", label: "Everybody who builds flows" },
            { value: "people", label: "Chosen people" },
            { value: "admins", label: "Admins only" },
          ]}
        />
      </FormField>
      {to === "people" && choices.people.length === 0 && (
        <p className="text-muted text-sm">
          Nobody but admins builds flows yet. Invite an editor under People first.
        </p>
      )}
      {to === "people" && choices.people.length > 0 && (
        <CheckList
          label="People"
          options={choices.people.map(({ userId, name }) => ({ value: userId, label: name }))}
          chosen={grants.people ?? []}
          onChange={(people) => onChange({ people })}
        />
      )}
    </Fold>
  );
}

function whom({ roles, people }: ConnectionGrants): "everybody" | "people" | "admins" {
  if (people !== undefined) return "people";
  if (roles === undefined || roles.includes("editor")) return "everybody";
  return "admins";
}

function grantsFor(to: string): ConnectionGrants {
  if (to === "people") return { people: [] };
  return to === "admins" ? { roles: [] } : {};
}
