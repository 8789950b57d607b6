"use client";
import { cx } from "#components/ui/cx.ts";
import { weekdayNames } from "#lib/schedules/describe-schedule.ts";
import { useFieldScope } from "./field-scope.ts";

/** From Monday; 0 is Sunday. */
const order = [1, 2, 3, 4, 5, 6, 0];

type Props = { days: readonly number[]; onChange: (days: number[]) => void };

/** The weekdays to choose from, side by side. */
export function WeekdayPicker({ days, onChange }: Props) {
  const { readOnly } = useFieldScope();
  return (
    <fieldset aria-label="Weekdays" className="grid grid-cols-7 gap-1">
      {order.map((day) => {
        const on = days.includes(day);
        const name = weekdayNames[day] ?? "";
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            aria-label={name}
            disabled={readOnly}
            onClick={() =>
              onChange(order.filter((each) => (each === day ? !on : days.includes(each))))
            }
            className={cx(
              "h-8 rounded-md border font-medium text-sm",
              on
                ? "border-accent bg-accent-soft text-accent-text"
                : "border-line text-muted hover:bg-hover",
            )}
          >
            {name.slice(0, 2)}
          </button>
        );
      })}
    </fieldset>
  );
}
