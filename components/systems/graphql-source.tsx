"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { packText } from "./pack-text.ts";
import type { GivenSource, ReadingConnection } from "./system-actions.ts";

export type GraphqlDraft = {
  url: string;
  way: "ask" | "file" | "text";
  connectionId: string;
  text: string;
  file: File | null;
};

export const emptyGraphql: GraphqlDraft = {
  ...{ url: "", way: "ask", connectionId: "", text: "", file: null },
};

/** What the actions take; undefined while something is missing. */
export async function givenGraphql(draft: GraphqlDraft): Promise<GivenSource | undefined> {
  const url = draft.url.trim();
  if (url === "") return undefined;
  if (draft.way === "ask") {
    const { connectionId } = draft;
    return { graphql: { url, ...(connectionId !== "" && { connectionId }) } };
  }
  const text = draft.way === "file" ? await draft.file?.text() : draft.text;
  if (text === undefined || text.trim() === "") return undefined;
  return { graphql: { url, packed: await packText(text) } };
}

type Props = {
  draft: GraphqlDraft;
  connections: readonly ReadingConnection[];
  error: string | undefined;
  onChange: (draft: GraphqlDraft) => void;
};

/** Where a GraphQL system is, and where its schema comes from. */
export function GraphqlSource({ draft, connections, error, onChange }: Props) {
  const change = (next: Partial<GraphqlDraft>) => onChange({ ...draft, ...next });
  return (
    <>
      <FormField label="Address of the API" required error={error}>
        <TextInput
          type="url"
          value={draft.url}
          placeholder="https://api.example.com/graphql"
          onChange={(event) => change({ url: event.target.value })}
        />
      </FormField>
      <Segmented
        label="Where the schema comes from"
        value={draft.way}
        onChange={(way) => change({ way: way as GraphqlDraft["way"] /* one of these */ })}
        options={[
          { value: "ask", label: "Ask the API" },
          { value: "file", label: "File" },
          { value: "text", label: "Text" },
        ]}
        className="flex"
      />
      {draft.way === "ask" && (
        <FormField
          label="Connection"
          help="For systems that want to know who asks. Steps choose their own."
        >
          <Select
            value={draft.connectionId}
            options={[
              { value: "", label: "None: ask without signing in" },
              ...connections.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => change({ connectionId: event.target.value })}
          />
        </FormField>
      )}
      {draft.way === "file" && (
        <FormField label="File with the schema" required help={formats}>
          <input
            type="file"
            accept=".graphql,.graphqls,.gql,.json,application/json"
            className="text-sm"
            onChange={(event) => change({ file: event.target.files?.[0] ?? null })}
          />
        </FormField>
      )}
      {draft.way === "text" && (
        <FormField label="The schema" required help={formats}>
          <TextArea
            rows={10}
            spellCheck={false}
            className="font-mono text-sm"
            value={draft.text}
            placeholder={"type Query {\n  orders: [Order!]!\n}"}
            onChange={(event) => change({ text: event.target.value })}
          />
        </FormField>
      )}
    </>
  );
}

const formats = "As schema language, or as the answer to an introspection query.";
