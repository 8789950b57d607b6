"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { OperationLine } from "#lib/systems/contract.ts";
import { searchOperations } from "#lib/systems/search-operations.ts";
import { counted } from "#lib/words/counted.ts";
import { MethodBadge } from "./method-badge.tsx";

const shown = 200;

/** A system's operations, by tag, to be searched by any word. */
export function OperationList({ operations }: { operations: readonly OperationLine[] }) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  const { groups, found } = useMemo(
    () => searchOperations(operations, wanted, shown),
    [operations, wanted],
  );
  return (
    <Card className="overflow-hidden">
      <div className="border-line border-b p-3">
        <TextInput
          type="search"
          aria-label="Search operations"
          placeholder={`Search ${counted(operations.length, "operation")}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <p role="status" className="sr-only">
        {found} found
      </p>
      {found === 0 && <EmptyState title="Nothing matches" />}
      {groups.map(({ tag, operations: list }) => (
        <section key={tag} aria-label={tag || "Operations"}>
          {tag !== "" && (
            <h2 className="bg-sunken px-4 py-1.5 font-medium text-muted text-sm">{tag}</h2>
          )}
          <ul className="divide-y divide-line">
            {list.map((operation) => (
              <li key={operation.key} className="flex items-start gap-3 px-4 py-2">
                <MethodBadge method={operation.method} />
                <div className="min-w-0 flex-1">
                  <p className="break-words">{operation.summary || operation.path}</p>
                  <p className="break-all font-mono text-muted text-xs">{operation.path}</p>
                </div>
                {operation.gone && <Badge tone="bad">Gone</Badge>}
                {operation.deprecated && <Badge tone="warn">Deprecated</Badge>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {found > shown && (
        <p className="border-line border-t px-4 py-3 text-muted text-sm">
          {(found - shown).toLocaleString("en")} more. Search to narrow it down.
        </p>
      )}
    </Card>
  );
}
