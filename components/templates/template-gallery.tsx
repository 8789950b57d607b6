"use client";
import { LayoutTemplate, Search } from "lucide-react";
import { useAddress } from "#components/address/use-address.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { type TemplateSummary, templateCategories } from "#lib/templates/template.ts";
import { ImportTemplate, type ImportTemplateAction } from "./import-template.tsx";
import { TemplateCard } from "./template-card.tsx";
import { categoryWords, filterTemplates } from "./template-words.ts";

const everything = { search: "", category: "all", scope: "all" };
const choices = {
  category: ["all", ...templateCategories],
  scope: ["all", "flow", "steps"],
};

type Props = {
  templates: TemplateSummary[];
  canEdit: boolean;
  importTemplate: ImportTemplateAction;
};

/** Flows and steps that only have to be set up: Patchbay's own and the workspace's. */
export function TemplateGallery({ templates, canEdit, importTemplate }: Props) {
  const [filter, change] = useAddress(everything, choices);
  const shown = filterTemplates(templates, filter);
  return (
    <>
      <PageHeader
        title="Templates"
        actions={canEdit && <ImportTemplate importTemplate={importTemplate} />}
      >
        Pick one, say what is missing, and change it afterwards as you like.
      </PageHeader>
      <search className="mb-4 grid grid-cols-2 gap-2 sm:flex">
        <span className="relative col-span-2 min-w-48 flex-1">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
          />
          <TextInput
            type="search"
            aria-label="Search templates"
            placeholder="Search by what it does"
            className="pl-8"
            maxLength={200}
            value={filter.search}
            onChange={(event) => change({ search: event.target.value })}
          />
        </span>
        <Select
          aria-label="Category"
          className="sm:w-44"
          value={filter.category}
          onChange={(event) => change({ category: event.target.value })}
          options={[
            { value: "all", label: "Every category" },
            ...templateCategories.map((value) => ({ value, label: categoryWords[value] })),
          ]}
        />
        <Select
          aria-label="Size"
          className="sm:w-44"
          value={filter.scope}
          onChange={(event) => change({ scope: event.target.value })}
          options={[
            { value: "all", label: "Flows and steps" },
            { value: "flow", label: "Whole flows" },
            { value: "steps", label: "Steps for a flow" },
          ]}
        />
      </search>
      {shown.length === 0 ? (
        <EmptyState
          icon={<LayoutTemplate className="size-5" />}
          title="No template fits"
          action={<Button onClick={() => change(everything)}>Show every template</Button>}
        >
          Any flow of yours can become one: “Save as template” in the editor's Ctrl K.
        </EmptyState>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {shown.map((template) => (
            <TemplateCard key={template.id} template={template} />
          ))}
        </ul>
      )}
    </>
  );
}
