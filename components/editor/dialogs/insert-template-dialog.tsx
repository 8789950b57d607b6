"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { TemplateSteps } from "#components/templates/template-steps.tsx";
import { filterTemplates } from "#components/templates/template-words.ts";
import { TypeIcons } from "#components/templates/type-icons.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { TemplateSummary } from "#lib/templates/template.ts";

/** Steps that only have to be set up, to put into this flow. */
export function InsertTemplateDialog({ onClose }: { onClose: () => void }) {
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<TemplateSummary | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["templates"],
    queryFn: ({ signal }) => fetchJson<TemplateSummary[]>("/api/ui/templates", signal),
  });
  const shown = filterTemplates(data ?? [], { search, category: "all", scope: "steps" });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={chosen?.name ?? "Templates"}
      description={
        chosen?.summary ?? "Steps that work together. Pick some; they go into this flow."
      }
    >
      {chosen !== null ? (
        <>
          <Button
            size="sm"
            className="mb-3"
            icon={<ArrowLeft className="size-4" />}
            onClick={() => setChosen(null)}
          >
            All templates
          </Button>
          <TemplateSteps id={chosen.id} onInserted={onClose} />
        </>
      ) : (
        <div className="flex flex-col gap-3 pb-4">
          <TextInput
            type="search"
            autoFocus
            aria-label="Search templates"
            placeholder="Search by what they do"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          {error && (
            <Callout
              tone="bad"
              role="alert"
              title={error.message}
              action={<Button onClick={() => void refetch()}>Try again</Button>}
            />
          )}
          {!data && !error && <Skeleton className="h-48" />}
          {data && shown.length === 0 && (
            <p className="py-6 text-center text-muted">No steps fit “{search}”.</p>
          )}
          <ul className="grid gap-2 sm:grid-cols-2">
            {shown.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="flex h-full w-full flex-col gap-1.5 rounded-lg border border-line p-3 text-left transition-colors duration-100 hover:bg-hover"
                  onClick={() => setChosen(one)}
                >
                  <TypeIcons types={one.types} />
                  <span className="font-medium">{one.name}</span>
                  <span className="text-muted text-sm">{one.summary}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  );
}
