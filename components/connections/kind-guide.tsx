import { ExternalLink } from "lucide-react";
import { Fold } from "#components/ui/fold.tsx";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";

/** How somebody gets at the credential. Open while there is none yet. */
export function KindGuide({ guide, open }: { guide: ConnectionKind["guide"]; open: boolean }) {
  if (guide === undefined) return null;
  return (
    <Fold title="Where to find it" open={open}>
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-sm">
        {guide.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {guide.link && (
        <a
          href={guide.link.href}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 self-start text-accent-text text-sm underline underline-offset-2"
        >
          {guide.link.label}
          <ExternalLink aria-hidden="true" className="size-3.5" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      )}
    </Fold>
  );
}
