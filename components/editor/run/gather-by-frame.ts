/** The longest that something waits for its frame, in ms: a page in the background has none. */
const longestWait = 250;

export type Gathering<T> = {
  add(item: T): void;
  /** Hands out what there is, at once. */
  flush(): void;
  /** Forgets what there is. */
  drop(): void;
};

/**
 * Gathers what comes between two frames and hands it out together, in order: a run may tell of
 * thousands of steps in a second, and drawing each for itself would leave no time for anything else.
 */
export function gatherByFrame<T>(take: (items: T[]) => void, onFrame = nextFrame): Gathering<T> {
  let items: T[] = [];
  let cancel: (() => void) | undefined;
  const drop = () => {
    cancel?.();
    cancel = undefined;
    items = [];
  };
  const flush = () => {
    const gathered = items;
    drop();
    if (gathered.length > 0) take(gathered);
  };
  return {
    add(item) {
      items.push(item);
      cancel ??= onFrame(flush);
    },
    flush,
    drop,
  };
}

function nextFrame(call: () => void): () => void {
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, longestWait);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
