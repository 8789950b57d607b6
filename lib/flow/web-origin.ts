/**
 * The origin of a website that somebody named, as `https://example.com`; a scheme may be left out, and a
 * path is. Undefined for what names no website.
 */
export function webOriginOf(typed: string): string | undefined {
  const text = typed.trim();
  if (text.length > 300 || /\s|^\//.test(text)) return undefined;
  // Another scheme is no host with a port: “ftp://…” is refused, “example.com:8080” is not.
  const url = URL.parse(/^[a-z][a-z+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || url.username !== "" || url.password !== "") return undefined;
  const isHost = /^(?:[a-z0-9_-]+\.)*[a-z0-9_-]+$|^\[[\da-f:.]+\]$/.test(url.hostname);
  return isHost && (url.protocol === "https:" || url.protocol === "http:") ? url.origin : undefined;
}
