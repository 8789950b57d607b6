/**
 * Cuts whatever comes into pieces of exactly `size` bytes, but for the last. A piece is good until the
 * next one is asked for: all are written into the same memory, so that a large file leaves no garbage
 * of its size behind.
 */
export async function* inPieces(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer> {
  const piece = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const bytes of source) {
    for (let from = 0; from < bytes.length; ) {
      const cut = Math.min(size - filled, bytes.length - from);
      piece.set(bytes.subarray(from, from + cut), filled);
      from += cut;
      filled += cut;
      if (filled < size) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
