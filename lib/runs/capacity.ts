/**
 * How many runs one process walks at once. Two bounds, one policy:
 *
 * - Up to `fromQueue` it takes queued runs up. More at once would not end sooner: at 200 the event
 *   loop and the journal are as busy as they get, and another worker may have room. Whatever this
 *   process walks counts, so while visitors and waiting callers keep it busy, the queue is left to
 *   others.
 * - What somebody waits for (chat turns, webhooks that answer with the result, tests) cannot be put
 *   off, and mostly waits for others itself. It begins at once up to `atAll`, a bound for memory;
 *   beyond that it is refused as `overloaded`, so that callers come again instead of all failing.
 *
 * A workspace's own limit (`maxRunning`) holds for queued runs, over all processes, below these.
 */
export const capacity = { fromQueue: 200, atAll: 2_000 } as const;
