"use client";
import { Search } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import {
  type ConnectionFilter,
  type ConnectionView,
  connectionViews,
  isIn,
} from "./filter-connections.ts";

const labels: Record<ConnectionView, string> = {
  all: "All",
  trouble: "Trouble",
  expiring: "Ends soon",
  untested: "Not tested",
  unused: "Never used",
};

type Props = {
  connections: readonly ConnectionSummary[];
  values: ConnectionFilter;
  onChange: (patch: Partial<ConnectionFilter>) => void;
};

/** What is the matter, in numbers that can be pressed; a search and a kind where there are many. */
export function ConnectionFilters({ connections, values, onChange }: Props) {
  const kinds = new Map(connections.map(({ kind, kindLabel }) => [kind, kindLabel]));
  const many = connections.length >= 8 || values.search !== "" || values.kind !== "all";
  return (
    <search className="mb-3 flex flex-col gap-2">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Show</legend>
        {connectionViews.map((view) => {
          const count = connections.filter((each) => isIn(each, view)).length;
          const pressed = values.view === view;
          if (count === 0 && !pressed && view !== "all") return null;
          return (
            <button
              key={view}
              type="button"
              aria-pressed={pressed}
              onClick={() => onChange({ view })}
              className={cx(
                "inline-flex h-7 items-center gap-1.5 rounded-lg border px-2.5 font-medium text-sm transition-colors duration-100",
                pressed
                  ? "border-accent bg-accent-soft text-accent-text"
                  : "border-line hover:bg-hover",
              )}
            >
              {labels[view]}
              <span
                className={cx(
                  "tabular-nums",
                  !pressed && (view === "trouble" ? "text-bad" : "text-muted"),
                )}
              >
                {count}
              </span>
            </button>
          );
        })}
      </fieldset>
      {many && (
        <div className="flex flex-wrap gap-2">
          <span className="relative min-w-48 flex-1">
            <Search
              aria-hidden="true"
              className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
            />
            <TextInput
              type="search"
              aria-label="Search connections"
              placeholder="Search by name, kind, owner or flow"
              className="pl-8"
              value={values.search}
              maxLength={200}
              onChange={(event) => onChange({ search: event.target.value })}
            />
          </span>
          <Select
            aria-label="Kind"
            className="w-full sm:w-52"
            value={values.kind}
            onChange={(event) => onChange({ kind: event.target.value })}
            options={[
              { value: "all", label: "Every kind" },
              ...[...kinds].map(([value, label]) => ({ value, label })),
            ]}
          />
        </div>
      )}
    </search>
  );
}
