import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/**
 * The API that flows of the fault figures call, in a process of its own: takes a random time for
 * each answer and keeps every request. Arguments: port, shortest and longest time in ms. `/calls`
 * tells what was kept, in ms of the machine's monotonic clock, which all processes share.
 */
export type Call = { path: string; key: string | null; at: number; answeredAt: number | null };

const [port, shortest, longest] = process.argv.slice(2).map(Number);
const calls: Call[] = [];
const now = () => Number(process.hrtime.bigint()) / 1e6;

async function takeTime(): Promise<void> {
  const from = shortest ?? 0;
  await pause(from + Math.random() * ((longest ?? from) - from));
}

const server = createServer((request, response) => {
  request.resume();
  const path = request.url ?? "";
  response.setHeader("content-type", "application/json");
  if (path === "/calls") {
    response.end(JSON.stringify(calls));
    return;
  }
  const key = request.headers["idempotency-key"];
  const call: Call = {
    path,
    key: typeof key === "string" ? key : null,
    at: now(),
    answeredAt: null,
  };
  calls.push(call);
  void takeTime().then(() => {
    if (!response.destroyed) call.answeredAt = now();
    response.end(JSON.stringify({ path, done: true }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(port, "127.0.0.1", () => process.send?.("ready"));
