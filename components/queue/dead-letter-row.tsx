"use client";
import { Archive, Ellipsis, RotateCcw } from "lucide-react";
import Link from "next/link";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useLocale } from "#components/ui/locale.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { DeadLetter } from "#lib/operations/contract.ts";

type Props = {
  letter: DeadLetter;
  /** Why it could not be sent again just now. */
  problem: string | undefined;
  canOperate: boolean;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onRedrive: () => void;
  onDismiss: () => void;
};

export function DeadLetterRow({
  letter,
  problem,
  canOperate,
  chosen,
  onChoose,
  onRedrive,
  onDismiss,
}: Props) {
  const locale = useLocale();
  const flowName = letter.flowName === "" ? "A flow that is gone" : letter.flowName;
  return (
    <li className="relative flex items-center gap-3 px-4 py-2.5 transition-colors duration-100 hover:bg-hover/60">
      {canOperate && (
        <input
          type="checkbox"
          suppressHydrationWarning
          aria-label={`Choose the run of ${flowName} from ${new Date(letter.deadAt).toLocaleString(locale)}`}
          className="relative z-10 size-4 shrink-0 accent-accent"
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      )}
      <div className="min-w-0 flex-1">
        <Link
          href={`/flows/${letter.flowId}/runs/${letter.runId}`}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {flowName}
        </Link>
        <p className="line-clamp-2 text-bad text-sm" title={letter.error.code}>
          {letter.error.message}
        </p>
        {problem !== undefined && (
          <p role="alert" className="text-sm">
            Not sent again: {problem}
          </p>
        )}
        {!letter.redrivable && problem === undefined && (
          <p className="text-muted text-sm">
            Cannot be sent again: what started it is no longer there whole.
          </p>
        )}
      </div>
      <span className="w-16 shrink-0 text-right text-muted text-sm sm:w-28">
        <TimeAgo at={letter.deadAt} />
      </span>
      {canOperate && (
        <span className="relative z-10">
          <Menu
            trigger={
              <IconButton
                label={`More for this run of ${flowName}`}
                icon={<Ellipsis className="size-4" />}
                size="sm"
              />
            }
            items={[
              {
                label: "Send again",
                icon: <RotateCcw className="size-4" />,
                disabled: !letter.redrivable,
                onSelect: onRedrive,
              },
              { label: "Lay aside", icon: <Archive className="size-4" />, onSelect: onDismiss },
            ]}
          />
        </span>
      )}
    </li>
  );
}
