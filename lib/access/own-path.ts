/** A path on this site, or "/": redirects never lead elsewhere. */
export function ownPath(path: string | null | undefined): string {
  return path != null && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : "/";
}
