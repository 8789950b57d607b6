import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Order, Report } from "./protocol.ts";

const entry = fileURLToPath(new URL("./child.ts", import.meta.url));

/** How one order ended: with a report, or with the end of the process. */
export type Outcome = Report | { exited: { code: number | null; signal: string | null } };

/**
 * One child process: an empty environment, a bounded heap, the lowest priority. It keeps the parent
 * alive only while it works.
 */
export class TaskProcess {
  readonly #child: ChildProcess;
  #waiting: ((outcome: Outcome) => void) | undefined;
  #gone: Outcome | undefined;

  constructor(onExit: () => void, heapMb: number) {
    this.#child = fork(entry, [], {
      execArgv: [`--max-old-space-size=${heapMb}`, "--no-warnings"],
      env: {} as NodeJS.ProcessEnv, // Next's typings demand NODE_ENV; empty is the point
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const end = (code: number | null, signal: string | null) => {
      if (this.#gone) return;
      this.#gone = { exited: { code, signal } };
      this.#settle(this.#gone);
      onExit();
    };
    this.#child.on("message", (report) => this.#settle(report as Report)); // child.ts sends nothing else
    this.#child.on("exit", end);
    this.#child.on("error", () => end(null, null));
  }

  /** Waits until the process can take orders. */
  started(): Promise<Outcome> {
    return this.#next();
  }

  /** Carries out one order. One at a time. */
  carryOut(order: Order): Promise<Outcome> {
    const outcome = this.#next();
    if (!this.#gone) this.#child.send(order, (error) => error && this.kill());
    return outcome;
  }

  /** Ends it at once, whatever it is doing. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #next(): Promise<Outcome> {
    if (this.#gone) return Promise.resolve(this.#gone);
    this.#child.ref();
    this.#child.channel?.ref();
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #settle(outcome: Outcome): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#child.unref();
    this.#child.channel?.unref();
    waiting?.(outcome);
  }
}
