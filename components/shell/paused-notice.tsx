"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Callout } from "#components/ui/callout.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";

/** On every page while runs are held back; the Queue page says it itself, where it is ended. */
export function PausedNotice({ at, by }: { at: string; by: string }) {
  if (usePathname() === "/queue") return null;
  return (
    <div className="mb-4">
      <Callout tone="warn" role="status" title="Runs are paused: live flows do not answer.">
        {by === "" ? "Paused" : `${by} paused them`} <TimeAgo at={at} />. What comes in is kept.{" "}
        <Link href="/queue" className="text-accent-text underline underline-offset-2">
          Go to the queue
        </Link>
      </Callout>
    </div>
  );
}
