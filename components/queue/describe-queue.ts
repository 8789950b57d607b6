import type { Impact, QueueSnapshot } from "#lib/operations/contract.ts";
import { counted, oneOrMany } from "#lib/words/counted.ts";

/** A time in the queue in words that do not flicker: "12 s", "3 min", "2 h 5 min", "4 d 3 h". */
export function roughDuration(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 1) return "under 1 s";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, "h", minutes % 60, "min");
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

const kinds: Record<string, { one: string; many: string }> = {
  reply: { one: "for a visitor's answer", many: "for visitors' answers" },
  delay: { one: "for a time to come", many: "for a time to come" },
  callback: { one: "for another system to call", many: "for other systems to call" },
  run: { one: "for another flow", many: "for other flows" },
  person: { one: "for a colleague", many: "for colleagues" },
};

/** "3 for visitors' answers". */
export function describeWaiting({ kind, count }: QueueSnapshot["waiting"][number]): string {
  const words = kinds[kind];
  if (words === undefined) return `${count.toLocaleString("en")} for ${kind}`;
  return counted(count, words.one, words.many);
}

/** "2 queued, 1 running and 3 waiting runs", or null when there is none. */
export function describeImpact({ queued, running, waiting }: Impact): string | null {
  const parts = [
    queued > 0 && `${queued.toLocaleString("en")} queued`,
    running > 0 && `${running.toLocaleString("en")} running`,
    waiting > 0 && `${waiting.toLocaleString("en")} waiting`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  const last = parts.pop();
  const listed = parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
  return `${listed} ${oneOrMany(queued + running + waiting, "run", "runs")}`;
}

export type Health = { tone: "ok" | "warn" | "bad"; title: string; advice: string };

/** What an operator needs to know first, at three in the morning. */
export function describeHealth(queue: QueueSnapshot): Health | null {
  const alive = queue.workers.filter((worker) => worker.alive).length;
  if (queue.paused !== null) return null;
  if (alive === 0) {
    return {
      tone: "bad",
      title: "No worker is running.",
      advice: "What arrives is kept and waits. Start a process with the role “worker”.",
    };
  }
  const age = queue.oldestQueuedMs ?? 0;
  if (queue.queued >= queue.limits.maxQueued) {
    return {
      tone: "bad",
      title: "The queue is full.",
      advice: "New runs are refused until some have begun. Raise the limit, or add workers.",
    };
  }
  if (age > 60_000) {
    const full = queue.running >= queue.limits.maxRunning;
    return {
      tone: "warn",
      title: `The oldest run has waited for ${roughDuration(age)}.`,
      advice: full
        ? `${oneOrMany(queue.limits.maxRunning, "The one place is", `All ${counted(queue.limits.maxRunning, "place")} are`)} taken. Raise “Runs at once”, or add workers.`
        : "The workers do not keep up. Adding another one helps.",
    };
  }
  return describeStorage(queue);
}

function describeStorage({ storageUsed, limits }: QueueSnapshot): Health | null {
  const share = storageUsed / (limits.storageMb * 1e6);
  if (share < 0.9) return null;
  const used = Math.floor(storageUsed / 1e6).toLocaleString("en");
  return {
    tone: share > 0.99 ? "bad" : "warn",
    title: `Files take up ${used} of ${limits.storageMb.toLocaleString("en")} MB.`,
    advice: "Once it is full, uploads and the files of steps are refused. Raise it under “Limits”.",
  };
}
