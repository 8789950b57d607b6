import { useId } from "react";
import { useLocale } from "#components/ui/locale.tsx";
import type { ThroughputMinute } from "#lib/operations/contract.ts";

const width = 600;
const height = 96;
const gap = 2;

function clock(at: string, locale: string | undefined): string {
  return new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

/** A round number at or above `most`, so that the scale does not jump with every run. */
export function scaleFor(most: number): number {
  if (most <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [1, 2, 5, 10]) if (step * power >= most) return step * power;
  return most;
}

/** Runs that ended in each of the last 60 minutes; the failed ones at the foot, in another colour. */
export function ThroughputChart({ minutes }: { minutes: ThroughputMinute[] }) {
  const locale = useLocale();
  const id = useId();
  const total = minutes.reduce((sum, minute) => sum + minute.ended, 0);
  const failed = minutes.reduce((sum, minute) => sum + minute.failed, 0);
  const busiest = Math.max(0, ...minutes.map((minute) => minute.ended));
  const scale = scaleFor(busiest);
  const bar = width / Math.max(1, minutes.length);
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, (count / scale) * height));
  const first = minutes[0];
  return (
    <figure>
      <div className="relative">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
          className="block h-24 w-full border-line-strong border-b"
        >
          <title id={`${id}-title`}>Runs that ended, minute by minute, over the last hour</title>
          <desc id={`${id}-desc`}>
            {total.toLocaleString(locale ?? "en")} ended, {failed.toLocaleString(locale ?? "en")} of
            them failed. At most {busiest.toLocaleString(locale ?? "en")} in a minute.
          </desc>
          {minutes.map(({ at, ended, failed: bad }, index) => (
            <g key={at}>
              <title>{`${clock(at, locale)}: ${ended} ended, ${bad} failed`}</title>
              <rect x={index * bar} width={bar} y={0} height={height} fill="transparent" />
              <rect
                x={index * bar + gap / 2}
                width={bar - gap}
                y={height - tall(ended)}
                height={tall(ended)}
                className="fill-accent"
              />
              <rect
                x={index * bar + gap / 2}
                width={bar - gap}
                y={height - tall(bad)}
                height={tall(bad)}
                className="fill-bad"
              />
            </g>
          ))}
        </svg>
        <span aria-hidden="true" className="absolute top-0 left-0 text-muted text-xs">
          {scale.toLocaleString(locale ?? "en")}
        </span>
      </div>
      <figcaption className="mt-1 text-muted text-xs">
        <span className="flex justify-between">
          <span suppressHydrationWarning>{first === undefined ? "" : clock(first.at, locale)}</span>
          <span>now</span>
        </span>
        <span className="mt-1 flex flex-wrap gap-x-3">
          <Key className="bg-accent">{total.toLocaleString(locale ?? "en")} ended</Key>
          <Key className="bg-bad">{failed.toLocaleString(locale ?? "en")} of them failed</Key>
        </span>
      </figcaption>
      <details className="mt-1 text-sm">
        <summary className="cursor-pointer text-muted">Show as a table</summary>
        <div className="mt-1 max-h-60 overflow-y-auto">
          <table className="w-full text-left tabular-nums">
            <thead className="text-muted">
              <tr>
                <th className="py-1 font-medium">Minute</th>
                <th className="py-1 font-medium">Ended</th>
                <th className="py-1 font-medium">Failed</th>
              </tr>
            </thead>
            <tbody>
              {minutes
                .filter((minute) => minute.ended > 0)
                .reverse()
                .map((minute) => (
                  <tr key={minute.at} className="border-line border-t">
                    <td className="py-1">{clock(minute.at, locale)}</td>
                    <td className="py-1">{minute.ended.toLocaleString(locale ?? "en")}</td>
                    <td className="py-1">{minute.failed.toLocaleString(locale ?? "en")}</td>
                  </tr>
                ))}
            </tbody>
          </table>
          {total === 0 && <p className="py-1 text-muted">No run has ended in the last hour.</p>}
        </div>
      </details>
    </figure>
  );
}

function Key({ className, children }: { className: string; children: React.ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`size-2 rounded-xs ${className}`} />
      {children}
    </span>
  );
}
