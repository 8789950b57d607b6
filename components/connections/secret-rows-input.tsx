"use client";
import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

type Row = { name: string; value: string };
type Props = {
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  /** As JSON: `[{ name, value }]`. */
  value: string;
  /** Names whose values are stored and stay when they are left empty. */
  stored: readonly string[];
  onChange: (value: string) => void;
  /** What the rows are called, one and an example of its name and value. */
  of: { what: string; name: string; value: string };
};

/** Names with secret values, a row each: headers, say. */
export function SecretRowsInput({ id, value, stored, onChange, of, ...aria }: Props) {
  const rows = readRows(value);
  const write = (next: Row[]) => onChange(JSON.stringify(next));
  const change = (index: number, patch: Partial<Row>) =>
    write(rows.map((row, at) => (at === index ? { ...row, ...patch } : row)));
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className="flex items-center gap-2">
          <TextInput
            {...(index === 0 && { id, ...aria })}
            {...(index > 0 && { "aria-label": `Name of ${of.what} ${index + 1}` })}
            value={row.name}
            placeholder={of.name}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <TextInput
            type="password"
            aria-label={`Value of ${of.what} ${index + 1}`}
            value={row.value}
            autoComplete="new-password"
            placeholder={stored.includes(row.name) ? "Leave empty to keep it" : of.value}
            onChange={(event) => change(index, { value: event.target.value })}
          />
          <IconButton
            size="sm"
            label={`Remove ${of.what} ${index + 1}`}
            icon={<X className="size-4" />}
            disabled={rows.length === 1}
            onClick={() => write(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus className="size-4" />}
          disabled={rows.length >= 20}
          onClick={() => write([...rows, { name: "", value: "" }])}
        >
          Add a {of.what}
        </Button>
      </div>
    </div>
  );
}

function readRows(value: string): Row[] {
  const empty = [{ name: "", value: "" }];
  if (value === "") return empty;
  const rows = JSON.parse(value) as Row[]; // written by this input or from a connection's names
  return rows.length === 0 ? empty : rows;
}
