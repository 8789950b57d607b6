/** Looks every 50 ms until there is something to see. Throws after two minutes. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error("it did not come to an end in two minutes");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
