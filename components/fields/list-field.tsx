"use client";
import { ArrowDown, ArrowUp, Plus, Trash2, X } from "lucide-react";
import type { ComponentType } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isShown } from "#lib/flow/is-shown.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { ListField as Definition, Field } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import type { FieldProps } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";
import { moveItem, newItem } from "./list-items.ts";

type Props = FieldProps<Definition> & {
  /** The input for an entry's fields, handed in because it in turn knows this one. */
  Input: ComponentType<FieldProps>;
};

export function ListField({ field, path, value, onChange, within, Input }: Props) {
  const { readOnly } = useFieldScope();
  const items = Array.isArray(value) ? value : [];
  const full = items.length >= (field.max ?? 1_000);
  const row = field.appearance === "row";

  const change = (index: number, key: string) => (next: Json, typedInto?: string) =>
    onChange(
      items.map((item, at) => (at === index ? { ...asObject(item), [key]: next } : item)),
      typedInto,
    );
  const remove = (index: number) => onChange(items.filter((_, at) => at !== index));
  const Item = row ? RowItem : CardItem;

  return (
    <FieldFrame field={field} path={path} within={within} single={false}>
      {(control) => (
        <fieldset
          aria-labelledby={control["aria-labelledby"]}
          className="flex min-w-0 flex-col gap-2"
        >
          {row && items.length > 0 && <RowHeading field={field} />}
          {items.map((item, index) => (
            <Item
              // Entries have no lasting identity of their own; their inputs take new values in place.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              field={field}
              path={`${path}.${index}`}
              Input={Input}
              item={asObject(item)}
              index={index}
              count={items.length}
              readOnly={readOnly}
              change={(key) => change(index, key)}
              onRemove={() => remove(index)}
              onMove={(by) => onChange(moveItem(items, index, index + by))}
            />
          ))}
          {!readOnly && (
            <div>
              <Button
                size="sm"
                variant="ghost"
                disabled={full}
                icon={<Plus aria-hidden="true" className="size-4" />}
                onClick={() => onChange([...items, newItem(field)])}
              >
                Add {field.itemLabel}
              </Button>
              {full && <span className="ml-2 text-muted text-xs">{field.max} at most</span>}
            </div>
          )}
        </fieldset>
      )}
    </FieldFrame>
  );
}

type ItemProps = {
  field: Definition;
  Input: ComponentType<FieldProps>;
  path: string;
  item: JsonObject;
  index: number;
  count: number;
  readOnly: boolean;
  change: (key: string) => (value: Json, typedInto?: string) => void;
  onRemove: () => void;
  onMove: (by: -1 | 1) => void;
};

function RowHeading({ field }: { field: Definition }) {
  return (
    <div aria-hidden="true" className="-mb-1 flex gap-1.5 pr-8 text-muted text-xs">
      {Object.entries(field.item).map(([key, each]) => (
        <span key={key} className={rowWidth(each)}>
          {each.kind === "boolean" ? "" : each.label}
        </span>
      ))}
    </div>
  );
}

function RowItem({ field, Input, path, item, index, readOnly, change, onRemove }: ItemProps) {
  const name = itemName(field, index);
  return (
    <div className="flex items-start gap-1.5">
      {Object.entries(field.item).map(([key, each]) => (
        <div key={key} className={rowWidth(each)}>
          <Input
            field={each}
            path={`${path}.${key}`}
            value={item[key]}
            onChange={change(key)}
            bare
            within={name}
          />
        </div>
      ))}
      <IconButton
        label={`Remove ${name.toLowerCase()}`}
        icon={<X className="size-4" />}
        size="sm"
        className="-ml-1 mt-0.5"
        disabled={readOnly}
        onClick={onRemove}
      />
    </div>
  );
}

function CardItem(props: ItemProps) {
  const { field, Input, path, item, index, count, readOnly, change, onRemove, onMove } = props;
  const name = itemName(field, index);
  return (
    <div className="rounded-lg border border-line bg-canvas/60">
      <div className="flex items-center gap-0.5 border-line border-b py-0.5 pr-0.5 pl-3">
        <span className="flex-1 font-medium text-muted text-xs">{name}</span>
        <IconButton
          label={`Move ${name.toLowerCase()} up`}
          icon={<ArrowUp className="size-3.5" />}
          size="sm"
          disabled={readOnly || index === 0}
          onClick={() => onMove(-1)}
        />
        <IconButton
          label={`Move ${name.toLowerCase()} down`}
          icon={<ArrowDown className="size-3.5" />}
          size="sm"
          disabled={readOnly || index === count - 1}
          onClick={() => onMove(1)}
        />
        <IconButton
          label={`Remove ${name.toLowerCase()}`}
          icon={<Trash2 className="size-3.5" />}
          size="sm"
          disabled={readOnly}
          onClick={onRemove}
        />
      </div>
      <div className="flex flex-col gap-3 p-3">
        {Object.entries(field.item)
          .filter(([, each]) => isShown(each.showWhen, field.item, item, field.newItem))
          .map(([key, each]) => (
            <Input
              key={key}
              field={each}
              path={`${path}.${key}`}
              value={item[key]}
              onChange={change(key)}
              within={name}
            />
          ))}
      </div>
    </div>
  );
}

/** Texts with values of other steps in them get more room. */
function rowWidth(field: Field): string {
  if (field.kind === "boolean") return "w-8 shrink-0";
  return "templated" in field && field.templated ? "min-w-0 flex-[3]" : "min-w-0 flex-[2]";
}

/** "Header 2". */
function itemName(field: Definition, index: number): string {
  return `${field.itemLabel.charAt(0).toUpperCase()}${field.itemLabel.slice(1)} ${index + 1}`;
}

function asObject(item: Json | undefined): JsonObject {
  return item !== null && typeof item === "object" && !Array.isArray(item) ? item : {};
}
