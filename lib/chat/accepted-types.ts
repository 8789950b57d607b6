/** Whether a file is one of those that HTML's `accept` names, by its ending or its media type. */
export function fits(file: { name: string; type: string }, accept: readonly string[]): boolean {
  if (accept.length === 0) return true;
  const name = file.name.toLowerCase();
  const type = (file.type.split(";", 1)[0] ?? "").trim().toLowerCase();
  return accept.some((wanted) => {
    const lower = wanted.toLowerCase();
    if (lower.startsWith(".")) return name.endsWith(lower);
    return lower.endsWith("/*") ? type.startsWith(lower.slice(0, -1)) : type === lower;
  });
}
