import type { Port } from "./contract.ts";

/** The outlet of a trigger. */
export const triggerPorts: readonly Port[] = [{ id: "done", label: "Then", kind: "normal" }];

/** The outlet of a step that always succeeds. */
export const donePorts: readonly Port[] = [{ id: "done", label: "Done", kind: "normal" }];

/** The outlets of a step that can fail. */
export const actionPorts: readonly Port[] = [
  ...donePorts,
  { id: "failed", label: "Failed", kind: "failed" },
];
