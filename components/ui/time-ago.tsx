"use client";
import { useEffect, useState } from "react";
import { howLongAgo } from "#lib/words/how-long-ago.ts";
import { useLocale } from "./locale.tsx";

/** "5 minutes ago", "in 2 hours"; the reader's zone and UTC on hover. Refreshes every 30 s. */
export function TimeAgo({ at }: { at: string }) {
  const locale = useLocale();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  const date = new Date(at);
  const now = Date.now();
  const age = now - date.getTime();
  const text =
    Math.abs(age) < 5_000
      ? age < -1_000
        ? "in a moment"
        : "just now"
      : howLongAgo(date.getTime(), now);
  return (
    <time
      dateTime={at}
      title={`${date.toLocaleString(locale)} · ${date.toISOString().replace("T", " ").slice(0, 19)} UTC`}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
