import { constants, setPriority } from "node:os";
import { describeError } from "#lib/errors/describe-error.ts";
import type { Order, Report } from "./protocol.ts";
import { type TaskName, tasks } from "./tasks.ts";

/** The entry of a child process: takes orders until the parent lets go of the channel. */
setPriority(constants.priority.PRIORITY_LOW);
process.on("disconnect", () => process.exit(0));
process.on("message", (order: Order) => void carryOut(order).then(report));
report({ ready: true });

async function carryOut(order: Order): Promise<Report> {
  try {
    // The parent's types pair each name with its input; only the channel between forgets them.
    const run = tasks[order.task as TaskName] as (input: unknown) => unknown;
    return { json: JSON.stringify((await run(order.input)) ?? null) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function report(message: Report): void {
  process.send?.(message);
}
