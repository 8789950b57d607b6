/**
 * Reads a Retry-After header (RFC 9110, 10.2.3: seconds, or an HTTP date) as the time to wait in
 * ms, never negative. `undefined` when it is missing or says nothing readable. `now` is in ms since
 * the epoch.
 */
export function parseRetryAfter(
  header: string | undefined,
  now: number = Date.now(),
): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (!/^[A-Za-z]{3,9}[, ]/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
