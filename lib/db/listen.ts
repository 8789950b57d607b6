import pg from "pg";

export type Listening = {
  /** Resolves once the first attempt to listen has succeeded or failed. */
  begun: Promise<void>;
  stop(): Promise<void>;
};

export type ListenOptions = {
  channels: readonly string[];
  /** What others said; nothing is heard twice, and what was said while the line was down is lost. */
  onHeard: (channel: string, payload: string) => void;
  /** The line is up, at first or again: look for what may have been missed. */
  onConnected: () => void;
  onError: (error: unknown) => void;
};

/** Before trying again, in ms; doubles from the first to the second. */
const backoffMs = [100, 5_000] as const;

/** Hears notifications over one connection of its own, which is opened again whenever it breaks. */
export function listenTo(pool: pg.Pool, options: ListenOptions): Listening {
  const { onHeard, onConnected, onError } = options;
  const begun = Promise.withResolvers<void>();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let stopped = false;

  async function connect(): Promise<void> {
    const own = new pg.Client({
      ...pool.options,
      application_name: "patchbay-line",
      keepAlive: true,
    });
    client = own;
    own.on("error", (error) => lost(own, error));
    own.on("end", () => lost(own, undefined));
    own.on("notification", ({ channel, payload }) => onHeard(channel, payload ?? ""));
    try {
      await own.connect();
      for (const channel of options.channels) {
        await own.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      }
      failures = 0;
      if (!stopped) onConnected();
    } catch (error) {
      lost(own, error);
    } finally {
      begun.resolve();
    }
  }

  function lost(broken: pg.Client, error: unknown): void {
    if (client !== broken) return;
    client = undefined;
    broken.end().catch(() => undefined);
    if (stopped) return;
    if (error !== undefined) onError(error);
    const wait = Math.min(backoffMs[0] * 2 ** failures++, backoffMs[1]);
    retry = setTimeout(() => void connect(), wait).unref();
  }

  void connect();
  return {
    begun: begun.promise,
    async stop() {
      stopped = true;
      clearTimeout(retry);
      const open = client;
      client = undefined;
      await begun.promise;
      await open?.end().catch(() => undefined);
    },
  };
}

/** Says things on channels, in one statement and one transaction. */
export async function notify(
  pool: Pick<pg.Pool, "query">,
  said: readonly { channel: string; payload: string }[],
): Promise<void> {
  await pool.query({
    name: "chat_notify",
    text: "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS said (channel, payload)",
    values: [said.map(({ channel }) => channel), said.map(({ payload }) => payload)],
  });
}
