/** The address with further query parameters, as names and values, before its fragment. */
export function withParameters(
  url: string,
  parameters: readonly (readonly [name: string, value: string])[],
): string {
  const added = parameters.map(
    ([name, value]) =>
      `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
  );
  if (added.length === 0) return url;
  const hash = url.indexOf("#");
  const base = hash === -1 ? url : url.slice(0, hash);
  const sign = !base.includes("?") ? "?" : /[?&]$/.test(base) ? "" : "&";
  return `${base}${sign}${added.join("&")}`;
}

/** An address without the parameters of these names. */
export function withoutParameters(address: string, names: readonly string[]): string {
  const url = URL.parse(address);
  if (url === null) return address;
  for (const name of names) url.searchParams.delete(name);
  return url.href;
}
