"use client";
import { Search, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

/** What the log shows when nobody narrowed it. Days are the reader's own, `to` included. */
export const everyEntry = { search: "", person: "", group: "", target: "", from: "", to: "" };
export type AuditFilterValues = typeof everyEntry;

const groups = [
  { value: "", label: "Everything" },
  { value: "session", label: "Signing in and out" },
  { value: "account", label: "Accounts" },
  { value: "member", label: "Members" },
  { value: "invitation", label: "Invitations" },
  { value: "workspace", label: "Workspace" },
  { value: "flow", label: "Flows" },
  { value: "run", label: "Single runs" },
  { value: "runs", label: "Running as a whole" },
  { value: "conversation", label: "Conversations" },
  { value: "connection", label: "Connections" },
  { value: "alerts", label: "Alerts" },
  { value: "circuit", label: "Hosts left alone" },
  { value: "variable", label: "Workspace variables" },
  { value: "second-factor", label: "Second factors" },
  { value: "api-key", label: "API keys" },
  { value: "keys", label: "Encryption keys" },
  { value: "audit", label: "The audit log" },
];

/** The query of the server, whose times are points in time. */
export function queryOf(values: AuditFilterValues): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined) => {
    if (value) query.set(name, value);
  };
  set("search", values.search.trim());
  set("actorId", values.person);
  set("group", values.group);
  set("target", values.target);
  set("since", startOf(values.from, 0));
  set("until", startOf(values.to, 1));
  return query;
}

/** When a day of the reader's begins, so many days later; undefined for what is no day. */
function startOf(day: string, daysLater: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const start = new Date(Number(year), Number(month) - 1, Number(date) + daysLater);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}

type Props = {
  people: readonly { id: string; name: string }[];
  values: AuditFilterValues;
  onChange: (patch: Partial<AuditFilterValues>) => void;
};

export function AuditFilters({ people, values, onChange }: Props) {
  const options = people.map(({ id, name }) => ({ value: id, label: name || "Somebody" }));
  if (values.person !== "" && !people.some(({ id }) => id === values.person)) {
    options.push({ value: values.person, label: "One person" });
  }
  return (
    <search className="mb-3 flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
        <span className="relative col-span-2 min-w-48 flex-1">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
          />
          <TextInput
            type="search"
            aria-label="Search the log"
            placeholder="Who, what or from where"
            className="pl-8"
            maxLength={200}
            value={values.search}
            onChange={(event) => onChange({ search: event.target.value })}
          />
        </span>
        <Select
          aria-label="Person"
          className="sm:w-40"
          value={values.person}
          onChange={(event) => onChange({ person: event.target.value })}
          options={[{ value: "", label: "Everybody" }, ...options]}
        />
        <Select
          aria-label="Kind"
          className="sm:w-40"
          value={values.group}
          onChange={(event) => onChange({ group: event.target.value })}
          options={
            groups.some(({ value }) => value === values.group)
              ? groups
              : [...groups, { value: values.group, label: values.group }]
          }
        />
        <Day label="From" value={values.from} onChange={(from) => onChange({ from })} />
        <Day label="To" value={values.to} onChange={(to) => onChange({ to })} />
      </div>
      {values.target !== "" && (
        <div>
          <Button
            size="sm"
            icon={<X className="size-4" />}
            onClick={() => onChange({ target: "" })}
          >
            Only what concerns one {values.target.split(":", 1)[0]}: show all
          </Button>
        </div>
      )}
    </search>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (day: string) => void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input is inside
    <label className="flex items-center gap-1.5 text-muted text-sm">
      <span className="w-9 text-right sm:w-auto">{label}</span>
      <TextInput
        type="date"
        className="sm:w-36"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
