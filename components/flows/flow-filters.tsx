"use client";
import { Search } from "lucide-react";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

/** What the list shows when nobody narrowed it. A folder is its name after a slash. */
export const everyFlow = { search: "", folder: "all", state: "all" };

const states = [
  { value: "all", label: "Every state" },
  { value: "live", label: "Live" },
  { value: "changed", label: "Live, changed" },
  { value: "draft", label: "Draft" },
];

export const flowChoices = { state: states.map(({ value }) => value) };

type Values = typeof everyFlow;
type Props = {
  folders: readonly string[];
  values: Values;
  onChange: (patch: Partial<Values>) => void;
};

export function FlowFilters({ folders, values, onChange }: Props) {
  const { folder } = values;
  // A folder from the address that is empty by now still has to be what the field says.
  const named = new Set(folders);
  if (folder !== "all" && folder !== "/") named.add(folder.slice(1));
  return (
    <search className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <span className="relative col-span-2 min-w-48 flex-1">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
        />
        <TextInput
          type="search"
          aria-label="Search flows"
          placeholder="Search by name, tag or folder"
          className="pl-8"
          maxLength={200}
          value={values.search}
          onChange={(event) => onChange({ search: event.target.value })}
        />
      </span>
      {(named.size > 0 || folder === "/") && (
        <Select
          aria-label="Folder"
          className="sm:w-40"
          value={folder}
          onChange={(event) => onChange({ folder: event.target.value })}
          options={[
            { value: "all", label: "All folders" },
            ...[...named].map((name) => ({ value: `/${name}`, label: name })),
            { value: "/", label: "No folder" },
          ]}
        />
      )}
      <Select
        aria-label="State"
        className="sm:w-40"
        value={values.state}
        onChange={(event) => onChange({ state: event.target.value })}
        options={states}
      />
    </search>
  );
}
