"use client";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { WeeklyHoursField as Definition } from "#lib/nodes/fields.ts";
import { weekdayName, weekdays } from "#lib/nodes/time/hours.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

const mostRanges = 10;
const usual = { from: "09:00", to: "17:00" };
const afternoon = { from: "18:00", to: "20:00" };

/** A row for each weekday, with its opening hours or “Closed”. */
export function WeeklyHoursField({ field, path, value, onChange, within }: FieldProps<Definition>) {
  const hours = isObject(value) ? value : {};
  return (
    <FieldFrame field={field} path={path} within={within} single={false}>
      {(control) => (
        <fieldset
          aria-labelledby={control["aria-labelledby"]}
          aria-describedby={control["aria-describedby"]}
          className="flex min-w-0 flex-col gap-1"
        >
          {weekdays.map((day) => (
            <DayRow
              key={day}
              name={weekdayName(day)}
              path={`${path}.${day}`}
              ranges={rangesOf(hours[day])}
              onChange={(ranges, typedInto) => onChange({ ...hours, [day]: ranges }, typedInto)}
            />
          ))}
        </fieldset>
      )}
    </FieldFrame>
  );
}

type DayProps = {
  name: string;
  path: string;
  ranges: JsonObject[];
  onChange: (ranges: JsonObject[], typedInto?: string) => void;
};

function DayRow({ name, path, ranges, onChange }: DayProps) {
  const { readOnly } = useFieldScope();
  const change = (index: number, patch: JsonObject, typedInto: string) =>
    onChange(
      ranges.map((range, at) => (at === index ? { ...range, ...patch } : range)),
      typedInto,
    );
  return (
    <div className="flex items-start gap-1">
      <span className="w-8 shrink-0 pt-1.5 text-sm">{name.slice(0, 3)}</span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {ranges.length === 0 && <span className="pt-1.5 text-muted text-sm">Closed</span>}
        {ranges.map((range, index) => {
          const which = ranges.length > 1 ? `${name}, hours ${index + 1}` : name;
          return (
            // Hours have no lasting identity of their own; their inputs take new values in place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <div key={index} className="flex items-center gap-1">
              <ClockInput
                label={`${which}, opens at`}
                value={textOf(range.from)}
                onChange={(from) => change(index, { from }, `${path}.${index}.from`)}
              />
              <span aria-hidden="true" className="text-muted">
                –
              </span>
              <ClockInput
                label={`${which}, closes at`}
                value={textOf(range.to)}
                onChange={(to) => change(index, { to }, `${path}.${index}.to`)}
              />
              <IconButton
                label={`${which}: remove these hours`}
                icon={<X className="size-4" />}
                size="sm"
                disabled={readOnly}
                onClick={() => onChange(ranges.filter((_, at) => at !== index))}
              />
            </div>
          );
        })}
      </div>
      <IconButton
        label={`${name}: add hours`}
        icon={<Plus className="size-4" />}
        size="sm"
        className="mt-0.5"
        disabled={readOnly || ranges.length >= mostRanges}
        onClick={() => onChange([...ranges, ranges.length === 0 ? usual : afternoon])}
      />
    </div>
  );
}

type ClockProps = { label: string; value: string; onChange: (value: string) => void };

/** While it is half typed there is no time to keep; what was there stays until there is. */
function ClockInput({ label, value, onChange }: ClockProps) {
  const { readOnly } = useFieldScope();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="time"
      aria-label={label}
      value={typed ?? value}
      readOnly={readOnly}
      // Twelve-hour clocks need the room that the picker's icon would take.
      className="flex-1 px-1.5 [&::-webkit-calendar-picker-indicator]:hidden"
      onChange={(event) => {
        const next = event.target.value.slice(0, 5);
        setTyped(next);
        if (next !== "") onChange(next);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function rangesOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
