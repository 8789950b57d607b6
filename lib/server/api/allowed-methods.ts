/**
 * What a path of the API may be asked with, for `Allow` (RFC 9110, 10.2.1); empty for a path that is
 * none of these.
 */
export function allowedMethods(
  routes: readonly { method: string; path: string }[],
  path: string,
): string[] {
  const methods = routes.filter((each) => matches(each.path, path)).map(({ method }) => method);
  return [...new Set(methods.flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : one)))];
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith("{") ? given[at] !== "" : part === given[at]))
  );
}
