"use client";
import { Command } from "cmdk";
import { useDeferredValue, useMemo, useState } from "react";
import { MethodBadge } from "#components/systems/method-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { searchOperations } from "#lib/systems/search-operations.ts";
import { useOperations } from "./use-systems.ts";

/** How many are shown at once: a list of a thousand would be slow, and nobody reads it. */
const shown = 60;

/** Finds an operation by words of its path, summary or tag. */
export function OperationSearch({
  systemId,
  onPick,
}: {
  systemId: string;
  onPick: (key: string) => void;
}) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  const { data, isPending, error } = useOperations(systemId, true);
  const { groups, found } = useMemo(
    () =>
      searchOperations(
        (data ?? []).filter(({ gone }) => !gone),
        wanted,
        shown,
      ),
    [data, wanted],
  );
  return (
    <Command
      shouldFilter={false}
      label="Operations"
      className="flex max-h-[min(24rem,var(--radix-popover-content-available-height))] flex-col"
    >
      <Command.Input
        value={search}
        onValueChange={setSearch}
        autoFocus
        placeholder="Search by name, path or topic"
        className="h-10 shrink-0 border-line border-b bg-transparent px-3 focus:outline-none"
      />
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
        {isPending && <Spinner />}
        {error && <p className="p-3 text-bad text-sm">{error.message}</p>}
        {data !== undefined && found === 0 && (
          <p className="p-3 text-muted text-sm">Nothing matches.</p>
        )}
        {groups.map(({ tag, operations }) => (
          <Command.Group
            key={tag}
            heading={tag || undefined}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
          >
            {operations.map((operation) => (
              <Command.Item
                key={operation.key}
                value={operation.key}
                onSelect={() => onPick(operation.key)}
                className="flex cursor-pointer items-start gap-2 rounded-md px-2 py-1.5 data-[selected=true]:bg-hover"
              >
                <MethodBadge method={operation.method} />
                <span className="min-w-0 flex-1">
                  <span className="block break-words text-sm">
                    {operation.summary || operation.path}
                  </span>
                  <span className="block break-all font-mono text-muted text-xs">
                    {operation.path}
                  </span>
                </span>
                {operation.deprecated && <Badge tone="warn">Deprecated</Badge>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {found > shown && (
          <p className="px-2 py-1.5 text-muted text-xs">{found - shown} more: type to find them.</p>
        )}
      </Command.List>
    </Command>
  );
}
