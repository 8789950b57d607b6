"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx } from "#components/ui/cx.ts";
import {
  fragmentOn,
  type GraphqlPicks,
  type GraphqlShape,
  typeWithin,
  usualPicks,
} from "#lib/systems/graphql/shape.ts";

type Props = {
  shape: GraphqlShape;
  type: string;
  picks: GraphqlPicks;
  /** What these are fields of, for whoever does not see them. */
  within: string;
  readOnly: boolean;
  onChange: (picks: GraphqlPicks) => void;
};

/** The fields of a type to tick; those that have fields of their own open. */
export function FieldTree({ shape, type, picks, within, readOnly, onChange }: Props) {
  const found = shape.types[type];
  const names = [
    ...Object.keys(found?.fields ?? {}),
    ...(found?.possible ?? []).map((possible) => fragmentOn(possible)),
  ];
  return (
    <ul className="flex flex-col">
      {names.map((name) => (
        <Branch key={name} {...{ shape, type, picks, within, readOnly, onChange }} name={name} />
      ))}
    </ul>
  );
}

function Branch({ name, ...props }: Props & { name: string }) {
  const { shape, type, picks, within, readOnly, onChange } = props;
  const inner = typeWithin(shape, type, name);
  const pick = picks[name];
  const [open, setOpen] = useState(pick !== undefined && inner !== undefined);
  const field = shape.types[type]?.fields[name];
  const label = name.startsWith("... on ") ? `when it is ${name.slice(7)}` : name;

  function toggle(on: boolean) {
    const { [name]: _, ...others } = picks;
    if (!on) return onChange(others);
    onChange({ ...picks, [name]: inner === undefined ? true : usualPicks(shape, inner) });
    setOpen(true);
  }

  return (
    <li>
      <div className="flex min-h-7 items-center gap-1 px-2 hover:bg-hover">
        {inner === undefined ? (
          <span className="w-5 shrink-0" />
        ) : (
          <button
            type="button"
            aria-label={`Fields of ${label}`}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex size-5 shrink-0 items-center justify-center rounded"
          >
            <ChevronRight aria-hidden="true" className={cx("size-4", open && "rotate-90")} />
          </button>
        )}
        <label className="flex min-w-0 flex-1 cursor-pointer items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={pick !== undefined}
            disabled={readOnly}
            aria-label={`${label} of ${within}`}
            onChange={(event) => toggle(event.target.checked)}
            className="accent-accent"
          />
          <span className="min-w-0 flex-1 break-words font-mono text-xs">{label}</span>
          <span className="shrink-0 text-muted text-xs">
            {field !== undefined && (field.list ? `${field.type} list` : field.type)}
          </span>
        </label>
      </div>
      {open && inner !== undefined && (
        <div className="ml-4 border-line border-l">
          <FieldTree
            shape={shape}
            type={inner}
            picks={pick === undefined || pick === true ? {} : pick}
            within={label}
            readOnly={readOnly}
            onChange={(next) => onChange({ ...picks, [name]: next })}
          />
        </div>
      )}
    </li>
  );
}
