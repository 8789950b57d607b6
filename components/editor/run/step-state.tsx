import { Ban, Check, CircleAlert, CircleHelp, Clock, Pin } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { StepView } from "#lib/runs/events.ts";
import { isUncertain } from "./is-uncertain.ts";

const looks = {
  started: { word: "Running", look: "text-accent-text", Sign: null },
  succeeded: { word: "Done", look: "text-ok", Sign: Check },
  failed: { word: "Failed", look: "text-bad", Sign: CircleAlert },
  waiting: { word: "Waiting", look: "text-warn", Sign: Clock },
  looping: { word: "Going through its items", look: "text-accent-text", Sign: null },
  skipped: { word: "Skipped", look: "text-muted", Sign: Ban },
  pinned: { word: "Pinned output", look: "text-accent-text", Sign: Pin },
} satisfies Record<StepView["state"], unknown>;

const uncertain = { word: "Uncertain", look: "text-warn", Sign: CircleHelp };

type Props = { step: Pick<StepView, "state" | "error">; word?: boolean };

/** How a step stands, by sign and colour; `word` adds it in writing. */
export function StepState({ step, word = false }: Props) {
  const { word: text, look, Sign } = isUncertain(step.error) ? uncertain : looks[step.state];
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
