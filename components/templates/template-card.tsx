import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import type { TemplateSummary } from "#lib/templates/template.ts";
import { categoryWords, scopeWords, templatePath } from "./template-words.ts";
import { TypeIcons } from "./type-icons.tsx";

/** One template in the gallery; the whole card leads to its page. */
export function TemplateCard({ template }: { template: TemplateSummary }) {
  const { id, name, summary, category, scope, source, types } = template;
  return (
    <li className="relative flex flex-col gap-2 rounded-xl border border-line bg-surface p-4 shadow-card transition-colors duration-100 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <TypeIcons types={types} />
      <h2 className="font-semibold">
        <Link
          href={templatePath(id)}
          prefetch={false}
          className="after:absolute after:inset-0 focus:outline-none"
        >
          {name}
        </Link>
      </h2>
      <p className="flex-1 text-muted text-sm">{summary}</p>
      <p className="flex flex-wrap gap-1.5">
        <Badge>{categoryWords[category]}</Badge>
        {scope === "steps" && <Badge>{scopeWords.steps}</Badge>}
        {source === "workspace" && <Badge tone="accent">Yours</Badge>}
      </p>
    </li>
  );
}
