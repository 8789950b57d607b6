/** Wrong passwords in a row before an account rests. */
const freeTries = 5;
const firstRestMs = 60_000;
const longestRestMs = 60 * 60_000;

/**
 * How long an account rests after its nth wrong password in a row, in ms; 0 below the limit. Doubles
 * with every further one, up to an hour.
 */
export function restAfter(failures: number): number {
  if (failures < freeTries) return 0;
  return Math.min(firstRestMs * 2 ** (failures - freeTries), longestRestMs);
}
