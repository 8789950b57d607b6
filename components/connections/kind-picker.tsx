"use client";
import { useState } from "react";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";
import { connectionKinds } from "#lib/connections/kinds.ts";

const groups = [
  { id: "services", label: "Services" },
  { id: "mail", label: "Mail" },
  { id: "hooks", label: "Automation hooks" },
  { id: "general", label: "Any other API" },
] as const satisfies readonly { id: ConnectionKind["group"]; label: string }[];

/** What the new connection is for. */
export function KindPicker({ onPick }: { onPick: (kind: ConnectionKind) => void }) {
  const [search, setSearch] = useState("");
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = connectionKinds.filter(({ label, summary }) =>
    words.every((word) => `${label} ${summary}`.toLowerCase().includes(word)),
  );
  return (
    <div className="flex flex-col gap-4 pb-2">
      <TextInput
        autoFocus
        type="search"
        aria-label="Search kinds"
        placeholder="Search: OpenAI, token, calendar…"
        value={search}
        maxLength={60}
        onChange={(event) => setSearch(event.target.value)}
      />
      {fitting.length === 0 && (
        <p role="status" className="text-muted text-sm">
          There is no kind of that name. Most APIs take a bearer token or an API key in a header:
          clear the search to see them.
        </p>
      )}
      {groups.map((group) => {
        const kinds = fitting.filter((kind) => kind.group === group.id);
        return kinds.length === 0 ? null : (
          <section key={group.id} aria-label={group.label}>
            <h3 className="mb-1.5 font-medium text-muted text-xs">{group.label}</h3>
            <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
              {kinds.map((kind) => (
                <button
                  key={kind.id}
                  type="button"
                  onClick={() => onPick(kind)}
                  className="flex flex-col rounded-lg border border-line p-3 text-left transition-colors duration-100 hover:border-accent hover:bg-hover"
                >
                  <span className="font-medium">{kind.label}</span>
                  <span className="text-muted text-xs">{kind.summary}</span>
                </button>
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
