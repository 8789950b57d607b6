/**
 * The target of a `Link` header's entry with this relation (RFC 8288), as it is written; undefined
 * when there is none.
 */
export function linkTo(header: string | undefined, relation: string): string | undefined {
  if (header === undefined) return undefined;
  const entries = header.matchAll(
    /<([^>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)/g,
  );
  for (const [, target = "", parameters = ""] of entries) {
    const rel = /;\s*rel\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))/i.exec(parameters);
    const relations = (rel?.[1] ?? rel?.[2] ?? "").toLowerCase().split(/\s+/);
    if (relations.includes(relation)) return target.trim();
  }
  return undefined;
}
