import type { TemplateCategory, TemplateSummary } from "#lib/templates/template.ts";

export const categoryWords: Record<TemplateCategory, string> = {
  chat: "Chat",
  sales: "Sales",
  support: "Support",
  integration: "Integration",
  operations: "Operations",
};

export const scopeWords: Record<TemplateSummary["scope"], string> = {
  flow: "Whole flow",
  steps: "Steps",
};

/** Where a template's page is. */
export const templatePath = (id: string): string =>
  `/templates/${id.split("/").map(encodeURIComponent).join("/")}`;

export type TemplateFilter = { search: string; category: string; scope: string };

/** Those that fit; every word of the search has to occur somewhere. */
export function filterTemplates(
  templates: readonly TemplateSummary[],
  { search, category, scope }: TemplateFilter,
): TemplateSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter((one) => {
    if (category !== "all" && one.category !== category) return false;
    if (scope !== "all" && one.scope !== scope) return false;
    const text = `${one.name} ${one.summary} ${categoryWords[one.category]} ${one.types.join(" ")}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
}
