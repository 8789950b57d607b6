"use client";
import { Search } from "lucide-react";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";

/** What the list shows when nobody narrowed it. */
export const everyRun = {
  search: "",
  flowId: "",
  state: "",
  triggerKind: "",
  mode: "",
  since: "",
};
export type RunFilterValues = typeof everyRun;

const selects = [
  {
    name: "state",
    label: "State",
    options: [
      { value: "", label: "Every state" },
      { value: "succeeded", label: "Done" },
      { value: "failed", label: "Failed" },
      { value: "waiting", label: "Waiting" },
      { value: "queued", label: "Queued" },
      { value: "running", label: "Running" },
      { value: "canceled", label: "Cancelled" },
    ],
  },
  {
    name: "triggerKind",
    label: "Trigger",
    options: [
      { value: "", label: "Any trigger" },
      { value: "chat", label: "Chat" },
      { value: "webhook", label: "Webhook" },
      { value: "manual", label: "By hand" },
      { value: "schedule", label: "Schedule" },
      { value: "flow-event", label: "Another flow" },
      { value: "error", label: "A failure" },
      { value: "sub-flow", label: "Called by a flow" },
    ],
  },
  {
    name: "mode",
    label: "Live or test",
    options: [
      { value: "", label: "Live and test" },
      { value: "live", label: "Live" },
      { value: "test", label: "Test" },
    ],
  },
  {
    name: "since",
    label: "Period",
    options: [
      { value: "", label: "Any time" },
      { value: "hour", label: "Last hour" },
      { value: "day", label: "Last 24 hours" },
      { value: "week", label: "Last 7 days" },
    ],
  },
] as const;

export const runChoices: { [name: string]: readonly string[] } = Object.fromEntries(
  selects.map(({ name, options }) => [name, options.map(({ value }) => value)]),
);

type Props = {
  flows: readonly FlowSummary[];
  values: RunFilterValues;
  onChange: (patch: Partial<RunFilterValues>) => void;
};

export function RunFilters({ flows, values, onChange }: Props) {
  const { flowId } = values;
  const options = flows.map((flow) => ({ value: flow.id, label: flow.name }));
  // The flow of an address may be gone, or its name not here yet.
  if (flowId !== "" && !flows.some((flow) => flow.id === flowId)) {
    options.push({ value: flowId, label: "One flow" });
  }
  return (
    <search className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <span className="relative col-span-2 min-w-48 flex-1">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
        />
        <TextInput
          type="search"
          aria-label="Search runs"
          placeholder="Flow, error or run id"
          className="pl-8"
          maxLength={200}
          value={values.search}
          onChange={(event) => onChange({ search: event.target.value })}
        />
      </span>
      <Select
        aria-label="Flow"
        className="sm:w-40"
        value={flowId}
        onChange={(event) => onChange({ flowId: event.target.value })}
        options={[{ value: "", label: "All flows" }, ...options]}
      />
      {selects.map(({ name, label, options }) => (
        <Select
          key={name}
          aria-label={label}
          className="sm:w-36"
          value={values[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
          options={options}
        />
      ))}
    </search>
  );
}
