import type { Timings } from "../timings.ts";

/** What a request's time was spent on, in ms, to a tenth. */
export function roundedTimings(timings: Timings) {
  const { queueMs, dnsMs, connectMs, tlsMs, waitMs, downloadMs } = timings;
  const tenth = (ms: number) => Math.round(ms * 10) / 10;
  return {
    queueMs: tenth(queueMs),
    dnsMs: tenth(dnsMs),
    connectMs: tenth(connectMs),
    tlsMs: tenth(tlsMs),
    waitMs: tenth(waitMs),
    downloadMs: tenth(downloadMs),
  };
}
