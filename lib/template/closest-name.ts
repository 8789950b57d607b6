/** The name that was most likely meant: at most two of its letters differ, or a third. */
export function closestName(meant: string, names: readonly string[]): string | undefined {
  const wanted = meant.toLowerCase().slice(0, 60);
  let best: string | undefined;
  let bestDistance = Math.min(wanted.length, Math.max(3, Math.floor(wanted.length / 3) + 1));
  for (const name of names.slice(0, 500)) {
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, with one row of memory. */
function editDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      const cost = a[i - 1] === b[j - 1] ? diagonal : diagonal + 1;
      diagonal = above;
      row[j] = Math.min(cost, above + 1, (row[j - 1] ?? 0) + 1);
    }
  }
  return row[b.length] ?? 0;
}
