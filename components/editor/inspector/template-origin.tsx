"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { TemplateSummary } from "#lib/templates/template.ts";

/** Which template a step was made from, and whether there is a newer version of it. */
export function TemplateOrigin({ origin }: { origin: NonNullable<FlowNode["origin"]> }) {
  const { data } = useQuery({
    queryKey: ["templates"],
    queryFn: ({ signal }) => fetchJson<TemplateSummary[]>("/api/ui/templates", signal),
  });
  const template = data?.find(({ id }) => id === origin.template);
  if (data === undefined) return null;
  return (
    <p className="text-muted text-xs">
      {template === undefined ? (
        `Made from a template, version ${origin.version}, that is gone.`
      ) : (
        <>
          Made from the template{" "}
          <Link
            href={`/templates/${template.id}`}
            prefetch={false}
            target="_blank"
            className="rounded text-accent-text hover:underline"
          >
            {template.name}
            <span className="sr-only"> (opens in a new tab)</span>
          </Link>
          , version {origin.version}.
          {template.version > origin.version &&
            ` There is version ${template.version} by now: insert it to compare.`}
        </>
      )}
    </p>
  );
}
