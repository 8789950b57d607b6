import type { Pool } from "pg";
import { listeningWorkspaces } from "#lib/db/run-listeners/listening-workspaces.ts";
import { WorkspaceSet, type WorkspaceSetOptions } from "#lib/runs/workspace-set.ts";
import { listenersChannel } from "./contract.ts";

export type ListenerDirectoryOptions = Pick<WorkspaceSetOptions, "line" | "log" | "refreshMs"> & {
  pool: Pick<Pool, "query">;
};

/**
 * The workspaces in which somebody listens for other flows' runs, so that the ends of all other runs
 * cost nothing: `has` says whether the end of a workspace's live run must be put into `run_endings`.
 */
export function createListenerDirectory({
  pool,
  ...options
}: ListenerDirectoryOptions): WorkspaceSet {
  return new WorkspaceSet({
    ...options,
    what: "listening flows",
    channel: listenersChannel,
    read: () => listeningWorkspaces(pool),
  });
}
