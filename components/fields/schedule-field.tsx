"use client";
import { useState } from "react";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { ScheduleField as Definition } from "#lib/nodes/fields.ts";
import { isTimeZone } from "#lib/nodes/time-zone.ts";
import {
  intervalUnits,
  readScheduleSetting,
  type ScheduleSetting,
  scheduleProblem,
} from "#lib/schedules/schedule-setting.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";
import { readNumber } from "./read-number.ts";
import { TimeZoneField } from "./time-zone-field.tsx";
import { UpcomingTimes } from "./upcoming-times.tsx";
import { WeekdayPicker } from "./weekday-picker.tsx";

const modes = [
  { value: "interval", label: "Every few minutes or hours" },
  { value: "daily", label: "Every day" },
  { value: "weekly", label: "On certain weekdays" },
  { value: "monthly", label: "Every month" },
  { value: "cron", label: "Cron expression (for experts)" },
];

const units = intervalUnits.map((unit) => ({ value: unit, label: unit }));

const monthDays = Array.from({ length: 31 }, (_, index) => String(index + 1))
  .map((day) => ({ value: day, label: day }))
  .concat({ value: "last", label: "Last day" });

const zoneField = { kind: "time-zone", label: "Time zone" } as const;

/** When a schedule is due, in plain words or as a cron expression, and what that comes to. */
export function ScheduleField({ field, path, value, onChange, within }: FieldProps<Definition>) {
  const raw = isObject(value) ? value : {};
  const setting = readScheduleSetting(raw);
  const change = (patch: JsonObject, typedInto?: string) =>
    onChange({ ...setting, ...raw, ...patch }, typedInto);
  const hasZone = setting.mode !== "interval";
  const problem = scheduleProblem(value ?? {}) ?? undefined;
  // The zone's own field says what is wrong with the zone.
  const zoneIsWrong = hasZone && !isTimeZone(setting.zone);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <FieldFrame
        field={field}
        path={path}
        within={within}
        single={false}
        problem={zoneIsWrong ? undefined : problem}
      >
        {(control) => (
          <fieldset
            aria-labelledby={control["aria-labelledby"]}
            aria-describedby={control["aria-describedby"]}
            className="flex min-w-0 flex-col gap-2"
          >
            <Mode setting={setting} raw={raw} path={path} change={change} />
          </fieldset>
        )}
      </FieldFrame>
      {hasZone && (
        <TimeZoneField
          field={zoneField}
          path={`${path}.zone`}
          value={setting.zone}
          onChange={(zone, typedInto) => change({ zone }, typedInto)}
        />
      )}
      {problem === undefined && <UpcomingTimes setting={setting} />}
    </div>
  );
}

type ModeProps = {
  setting: ScheduleSetting;
  /** As stored: holds what is only half typed, too. */
  raw: JsonObject;
  path: string;
  change: (patch: JsonObject, typedInto?: string) => void;
};

function Mode({ setting, raw, path, change }: ModeProps) {
  const { readOnly } = useFieldScope();
  const { mode, day } = setting;
  return (
    <>
      <Select
        aria-label="How often"
        options={modes}
        value={mode}
        disabled={readOnly}
        onChange={(event) => change({ mode: event.target.value })}
      />
      {mode === "interval" && (
        <div className="flex items-center gap-2">
          <span className="text-muted text-sm">Every</span>
          <span className="w-20 shrink-0">
            <TextInput
              aria-label="Every how many"
              inputMode="numeric"
              autoComplete="off"
              value={textOf(raw.every ?? setting.every)}
              readOnly={readOnly}
              onChange={({ target }) =>
                change({ every: readNumber(target.value) }, `${path}.every`)
              }
            />
          </span>
          <Select
            aria-label="Unit"
            className="flex-1"
            options={units}
            value={setting.unit}
            disabled={readOnly}
            onChange={(event) => change({ unit: event.target.value })}
          />
        </div>
      )}
      {mode === "weekly" && (
        <WeekdayPicker days={setting.days} onChange={(days) => change({ days })} />
      )}
      {(mode === "daily" || mode === "weekly" || mode === "monthly") && (
        <div className="flex items-center gap-2">
          {mode === "monthly" && (
            <>
              <span className="shrink-0 text-muted text-sm">On day</span>
              <Select
                aria-label="Day of the month"
                className="w-28 shrink-0"
                options={monthDays}
                value={String(day)}
                disabled={readOnly}
                onChange={({ target }) =>
                  change({ day: target.value === "last" ? "last" : Number(target.value) })
                }
              />
            </>
          )}
          <span className="text-muted text-sm">at</span>
          <TimeInput value={setting.time} onChange={(time) => change({ time }, `${path}.time`)} />
        </div>
      )}
      {mode === "monthly" && typeof day === "number" && day > 28 && (
        <p className="text-muted text-xs">Months without a day {day} are left out.</p>
      )}
      {mode === "cron" && (
        <>
          <TextInput
            aria-label="Cron expression"
            aria-describedby={`${path}-cron`}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={textOf(raw.expression ?? setting.expression)}
            readOnly={readOnly}
            onChange={(event) => change({ expression: event.target.value }, `${path}.expression`)}
          />
          <p id={`${path}-cron`} className="text-muted text-xs">
            Minute, hour, day of the month, month, weekday. “0 9 * * 1-5” is 9:00 on weekdays.
          </p>
        </>
      )}
    </>
  );
}

/** While it is half typed there is no time to keep; what was there stays until there is. */
function TimeInput({ value, onChange }: { value: string; onChange: (time: string) => void }) {
  const { readOnly } = useFieldScope();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="time"
      aria-label="Time"
      value={typed ?? value}
      readOnly={readOnly}
      onChange={(event) => {
        const next = event.target.value.slice(0, 5);
        setTyped(next);
        if (next !== "") onChange(next);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
