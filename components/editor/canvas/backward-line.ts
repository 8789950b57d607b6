/** Room that a line keeps to the cards it goes round, in px. */
export const lineGap = 24;

export type Box = { left: number; right: number; top: number; bottom: number };

type Ends = { sourceX: number; sourceY: number; targetX: number; targetY: number };

/** Whether a line would have to run back, behind the cards it joins. */
export function isBackward({ sourceX, targetX }: Pick<Ends, "sourceX" | "targetX">): boolean {
  return targetX < sourceX;
}

/**
 * At which height a backward line crosses from its source to its target: where no card is in the way,
 * on the shortest way there is. Below rather than above when both are as long.
 */
export function channelOf(ends: Ends, cards: Iterable<Box>): number {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const taken = [...cards]
    .filter(({ left, right }) => right > targetX - lineGap && left < sourceX + lineGap)
    .map(({ top, bottom }) => ({ top: top - lineGap, bottom: bottom + lineGap }))
    .sort((a, b) => a.top - b.top);
  let best = { y: (sourceY + targetY) / 2, way: Number.POSITIVE_INFINITY };
  const offer = (y: number) => {
    const way = Math.abs(y - sourceY) + Math.abs(y - targetY);
    if (way < best.way || (way === best.way && y > best.y)) best = { y, way };
  };
  let band: { top: number; bottom: number } | undefined;
  for (const { top, bottom } of taken) {
    if (band !== undefined && top < band.bottom) {
      band.bottom = Math.max(band.bottom, bottom);
      continue;
    }
    if (band !== undefined) offer(band.bottom);
    offer(top);
    band = { top, bottom };
  }
  if (band !== undefined) offer(band.bottom);
  return best.y;
}
