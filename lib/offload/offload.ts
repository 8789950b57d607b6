import { EngineError } from "#lib/errors/engine-error.ts";
import { raiseReported, taskDied, tookTooLong } from "./offload-errors.ts";
import { type Outcome, TaskProcess } from "./task-process.ts";
import type { TaskInput, TaskName } from "./tasks.ts";

export type Offload = {
  /**
   * Runs a task in a child process. `timeoutMs` counts from when a process takes the task up;
   * default 1,500.
   *
   * @throws what the task threw; UserError `offload_timeout` or `offload_failed` (out of memory);
   *   EngineError `overloaded` when too much is waiting, `shutting_down` after `close()`.
   */
  run<Name extends TaskName>(
    task: Name,
    input: TaskInput<Name>,
    options?: { timeoutMs?: number },
  ): Promise<unknown>;
  /** Kills every process; what still runs or waits fails with `shutting_down`. */
  close(): void;
};

export type OffloadOptions = {
  /** Processes at most. Default 2. */
  processes?: number;
  /** Tasks waiting at most. Default 64. */
  queue?: number;
  /** How long a process waits for work before it ends, in ms. Default 30,000. */
  idleMs?: number;
  /** How much memory a process's objects may take, in MB. Default 64. */
  heapMb?: number;
};

type Job = {
  task: TaskName;
  input: unknown;
  timeoutMs: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};

const startTimeoutMs = 15_000;

/**
 * A pool of child processes for work that could block or starve this one. Nothing starts before the
 * first task, idle processes end, and none keeps the parent alive.
 */
export function createOffload(options: OffloadOptions = {}): Offload {
  const { processes = 2, queue: queueLimit = 64, idleMs = 30_000, heapMb = 64 } = options;
  const queue: Job[] = [];
  const live = new Set<TaskProcess>();
  const idle = new Map<TaskProcess, NodeJS.Timeout>();
  let closed = false;

  const take = (): TaskProcess | undefined => {
    const waiting = idle.keys().next().value;
    if (waiting !== undefined) {
      clearTimeout(idle.get(waiting));
      idle.delete(waiting);
    }
    return waiting;
  };

  const startProcess = (): TaskProcess => {
    const child = new TaskProcess(() => {
      clearTimeout(idle.get(child));
      idle.delete(child);
      live.delete(child);
    }, heapMb);
    live.add(child);
    return child;
  };

  const serve = async (): Promise<void> => {
    let child = take();
    if (child === undefined) {
      child = startProcess();
      const outcome = await within(child, child.started(), startTimeoutMs);
      if (outcome === "late" || "exited" in outcome) {
        queue.shift()?.reject(closed ? shuttingDown() : taskDied(outcome));
        return afterWork(undefined);
      }
    }
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const order = { task: job.task, input: job.input };
      const outcome = await within(child, child.carryOut(order), job.timeoutMs);
      if (!finish(job, outcome)) return afterWork(undefined);
    }
    afterWork(child);
  };

  /** Settles a job; false when its process is gone. */
  const finish = (job: Job, outcome: Outcome | "late"): boolean => {
    if (outcome !== "late" && "json" in outcome) job.resolve(JSON.parse(outcome.json));
    else if (closed) job.reject(shuttingDown());
    else if (outcome === "late") job.reject(tookTooLong(job.timeoutMs));
    else if ("error" in outcome) job.reject(raiseReported(outcome.error));
    else job.reject(taskDied(outcome));
    return outcome !== "late" && !("exited" in outcome);
  };

  let serving = 0;
  const afterWork = (child: TaskProcess | undefined): void => {
    serving--;
    if (child !== undefined && !closed) {
      const timer = setTimeout(() => child.kill(), idleMs);
      idle.set(child, timer.unref());
    }
    if (queue.length > 0) startServing();
  };
  const startServing = (): void => {
    if (closed || serving >= processes) return;
    serving++;
    void serve();
  };

  return {
    run(task, input, { timeoutMs = 1_500 } = {}) {
      if (closed) return Promise.reject(shuttingDown());
      if (queue.length >= queueLimit) {
        return Promise.reject(
          new EngineError("overloaded", "Patchbay has too much to work through right now.", {
            next: "Try again in a moment.",
          }),
        );
      }
      return new Promise((resolve, reject) => {
        queue.push({ task, input, timeoutMs, resolve, reject });
        startServing();
      });
    },
    close() {
      closed = true;
      for (const job of queue.splice(0)) job.reject(shuttingDown());
      for (const child of live) child.kill();
    },
  };
}

/** Waits for an outcome; kills the process when it does not come in time. */
async function within(
  child: TaskProcess,
  outcome: Promise<Outcome>,
  timeoutMs: number,
): Promise<Outcome | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => {
      child.kill();
      resolve("late");
    }, timeoutMs);
  });
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
}

function shuttingDown(): EngineError {
  return new EngineError("shutting_down", "Patchbay is shutting down.");
}
