import type pg from "pg";
import { type Listening, listenTo } from "./listen.ts";

/** Hears what is said on a channel; null: something may have been missed, so look. */
export type OnNotice = (payload: string | null) => void;

export type NoticeLine = {
  /** Registers a listener. Everybody has to before `start`. */
  on(channel: string, onNotice: OnNotice): void;
  /** Begins to hear; resolves once the first attempt has succeeded or failed. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * One connection over which everything in this process hears its notifications. Whenever it is up,
 * at first or again, each listener is called with null. What a notification saves is time only:
 * listeners look for themselves now and then as well.
 */
export function createNoticeLine(pool: pg.Pool, onError: (error: unknown) => void): NoticeLine {
  const listeners = new Map<string, OnNotice[]>();
  let listening: Listening | undefined;

  return {
    on(channel, onNotice) {
      if (listening !== undefined) throw new Error("The line has been started already.");
      listeners.set(channel, [...(listeners.get(channel) ?? []), onNotice]);
    },
    async start() {
      listening ??= listenTo(pool, {
        channels: [...listeners.keys()],
        onHeard: (channel, payload) => {
          for (const onNotice of listeners.get(channel) ?? []) onNotice(payload);
        },
        onConnected: () => {
          for (const onNotice of [...listeners.values()].flat()) onNotice(null);
        },
        onError,
      });
      await listening.begun;
    },
    async stop() {
      await listening?.stop();
    },
  };
}
