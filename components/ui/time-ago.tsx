"use client";
import { formatDistanceToNowStrict } from "date-fns/formatDistanceToNowStrict";
import { useEffect, useState } from "react";
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
  const age = Date.now() - date.getTime();
  const text =
    Math.abs(age) < 5_000
      ? age < -1_000
        ? "in a moment"
        : "just now"
      : formatDistanceToNowStrict(date, { addSuffix: true });
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
