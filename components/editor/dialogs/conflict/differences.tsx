import { compareDocuments } from "#lib/flow/compare-documents.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { ChangedStep } from "./changed-step.tsx";
import { otherPairs, sentencesAbout } from "./other-differences.ts";
import { SettingPair } from "./setting-pair.tsx";

/** Everything that two versions of a flow do not have in common. */
export function Differences({ mine, theirs }: { mine: FlowDocument; theirs: FlowDocument }) {
  const difference = compareDocuments(mine, theirs);
  const sentences = sentencesAbout(difference, mine, theirs);
  const pairs = otherPairs(difference, mine, theirs);
  const isSame = sentences.length + pairs.length + difference.changed.length === 0;
  return (
    <>
      {isSame && <p className="text-muted">Both versions are the same by now.</p>}
      {sentences.length > 0 && (
        <ul className="flex flex-col gap-1">
          {sentences.map((sentence) => (
            <li key={sentence} className="break-words">
              {sentence}
            </li>
          ))}
        </ul>
      )}
      {difference.changed.map(({ here, there }) => (
        <ChangedStep key={here.id} mine={here} theirs={there} />
      ))}
      {pairs.length > 0 && (
        <section className="mt-3 rounded-lg border border-line p-3" aria-label="The flow itself">
          <h3 className="mb-1 font-medium">The flow itself</h3>
          {pairs.map((pair) => (
            <SettingPair key={pair.label} difference={pair} />
          ))}
        </section>
      )}
    </>
  );
}
