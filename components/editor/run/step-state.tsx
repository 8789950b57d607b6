import { Ban, Check, CircleAlert, Clock, Pin } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { StepView } from "#lib/runs/events.ts";

const looks = {
  started: { word: "Running", look: "text-accent-text", Sign: null },
  succeeded: { word: "Done", look: "text-ok", Sign: Check },
  failed: { word: "Failed", look: "text-bad", Sign: CircleAlert },
  waiting: { word: "Waiting", look: "text-warn", Sign: Clock },
  looping: { word: "Going through its items", look: "text-accent-text", Sign: null },
  skipped: { word: "Skipped", look: "text-muted", Sign: Ban },
  pinned: { word: "Pinned output", look: "text-accent-text", Sign: Pin },
} satisfies Record<StepView["state"], unknown>;

/** How a step stands, by sign and colour; `word` adds it in writing. */
export function StepState({ state, word = false }: { state: StepView["state"]; word?: boolean }) {
  const { word: text, look, Sign } = looks[state];
  return (
    <span className={cx("inline-flex shrink-0 items-center gap-1 font-medium text-xs", look)}>
      {Sign === null ? (
        <Spinner className="size-3.5" />
      ) : (
        <Sign aria-hidden="true" className="size-3.5" />
      )}
      <span className={word ? undefined : "sr-only"}>{text}</span>
    </span>
  );
}
