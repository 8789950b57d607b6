import type { Stripped } from "#lib/templates/strip-secrets.ts";

/** Which settings were left out because they looked like credentials; undefined when none was. */
export function describeStripped(stripped: readonly Stripped[]): string | undefined {
  const [first, ...others] = stripped;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return `Left out, since it looked like a credential: ${first.place} of “${first.step}”${more}.`;
}
