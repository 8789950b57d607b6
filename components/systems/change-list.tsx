import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { Change } from "#lib/systems/contract.ts";

const looks: { [kind in Change["kind"]]: { label: string; tone: BadgeTone } } = {
  added: { label: "New", tone: "ok" },
  changed: { label: "Changed", tone: "warn" },
  removed: { label: "Gone", tone: "bad" },
};
const shown = 100;

/** What is different in a description; what flows use comes first. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const sorted = changes.toSorted((a, b) => b.flows.length - a.flows.length);
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {sorted.slice(0, shown).map((change) => (
          <li key={`${change.kind} ${change.key}`} className="flex items-start gap-3 py-2">
            <Badge tone={looks[change.kind].tone}>{looks[change.kind].label}</Badge>
            <div className="min-w-0 flex-1 text-sm">
              <p className="break-words">{change.title}</p>
              {change.details.length > 0 && (
                <ul className="list-disc pl-4 text-muted">
                  {change.details.map((detail) => (
                    <li key={detail}>{detail}</li>
                  ))}
                </ul>
              )}
              {change.flows.length > 0 && (
                <p className="text-warn">
                  Used in {change.flows.map(({ name }) => `“${name}”`).join(", ")}.
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {sorted.length > shown && (
        <p className="text-muted text-sm">And {sorted.length - shown} more.</p>
      )}
    </>
  );
}
