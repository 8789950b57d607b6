import { v5 as uuid } from "uuid";

/** Namespace of the ids that are made from other ids. */
const namespace = "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90";

/** A wait, by its place in its run: the same over replays. */
export function waitIdOf(runId: string, activationId: string, count: number): string {
  return `${runId}:${activationId}:${count}`;
}

/** The run that is started for a wait, or for a step that starts one: the same over replays. */
export function calledRunId(key: string): string {
  return uuid(key, namespace);
}
