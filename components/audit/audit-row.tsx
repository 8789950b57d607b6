"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { describeBrowser } from "#components/account/describe-browser.ts";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useLocale } from "#components/ui/locale.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { AuditEntryView } from "#lib/audit/contract.ts";
import { counted } from "#lib/words/counted.ts";
import type { AuditFilterValues } from "./audit-filters.tsx";
import { ChangeTable } from "./change-table.tsx";

type Props = {
  entry: AuditEntryView;
  open: boolean;
  onToggle: () => void;
  onNarrow: (patch: Partial<AuditFilterValues>) => void;
};

/** One entry: what happened in a sentence; its details below, when asked for. */
export function AuditRow({ entry, open, onToggle, onNarrow }: Props) {
  const locale = useLocale();
  const details = useId();
  const { actor, target, changes } = entry;
  const text = entry.sentence.map((part) => part.text).join("");
  return (
    <li className="px-4 py-2.5">
      <div className="flex items-start gap-2">
        <IconButton
          size="sm"
          label={`${open ? "Hide" : "Show"} details: ${text}`}
          aria-expanded={open}
          aria-controls={open ? details : undefined}
          icon={
            <ChevronRight
              className={cx("size-4 transition-transform duration-100", open && "rotate-90")}
            />
          }
          onClick={onToggle}
        />
        <div className="min-w-0 flex-1 pt-0.5">
          <p className="break-words">
            {entry.sentence.map((part) =>
              part.href === undefined ? (
                <span key={part.text}>{part.text}</span>
              ) : (
                <Link
                  key={part.text}
                  href={part.href}
                  className="text-accent-text underline underline-offset-2"
                >
                  {part.text}
                </Link>
              ),
            )}
          </p>
          <p className="text-muted text-sm">
            <TimeAgo at={entry.at} />
            {entry.ip !== "" && ` · ${entry.ip}`}
            {changes.length > 0 && ` · ${counted(changes.length, "value")}`}
          </p>
        </div>
      </div>
      {open && (
        <div id={details} className="mt-2 mb-1 flex flex-col gap-3 sm:ml-10">
          {changes.length > 0 && <ChangeTable changes={changes} />}
          <dl className="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-1 text-sm">
            <Fact name="When">
              {new Date(entry.at).toLocaleString(locale)} ({entry.at.replace("T", " ").slice(0, 19)}{" "}
              UTC)
            </Fact>
            <Fact name="From">{entry.ip || "the server itself"}</Fact>
            {entry.userAgent !== "" && (
              <Fact name="With">
                <span title={entry.userAgent}>{describeBrowser(entry.userAgent)}</span>
              </Fact>
            )}
            {entry.requestId !== "" && <Fact name="Request">{entry.requestId}</Fact>}
            <Fact name="Entry">
              {entry.action} · {entry.id}
            </Fact>
          </dl>
          <div className="flex flex-wrap gap-2">
            {actor.id !== null && (
              <Button size="sm" onClick={() => onNarrow({ person: actor.id ?? "" })}>
                Only {actor.name || "this person"}
              </Button>
            )}
            {target.id !== "" && (
              <Button size="sm" onClick={() => onNarrow({ target: `${target.type}:${target.id}` })}>
                Only this {target.type}
              </Button>
            )}
          </div>
        </div>
      )}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
