import { type CutText, cutTexts } from "./cut-texts.ts";
import type { SettingDifference } from "./setting-differences.ts";

/** One setting, mine beside theirs; what differs inside it is marked. */
export function SettingPair({ difference }: { difference: SettingDifference }) {
  const { mine, theirs } = cutTexts(difference.mine, difference.theirs);
  return (
    <div className="py-1.5">
      <h4 className="mb-1 break-words text-muted text-sm">{difference.label}</h4>
      <dl className="grid gap-2 sm:grid-cols-2">
        <Value title="Mine" text={mine} />
        <Value title="Theirs" text={theirs} />
      </dl>
    </div>
  );
}

function Value({ title, text }: { title: string; text: CutText }) {
  const isEmpty = text.before + text.different + text.after === "";
  return (
    <div className="min-w-0 rounded-md border border-line bg-sunken px-2.5 py-1.5">
      <dt className="font-medium text-xs">{title}</dt>
      <dd className="wrap-anywhere whitespace-pre-wrap text-sm">
        {isEmpty && <span className="text-muted">Empty</span>}
        {text.before}
        {text.different !== "" && (
          <mark className="rounded-sm bg-warn-soft text-text underline decoration-warn">
            {text.different}
          </mark>
        )}
        {text.after}
      </dd>
    </div>
  );
}
