import type { StoreApi } from "zustand/vanilla";
import { mayReach } from "#lib/connections/fits-hosts.ts";
import { limitAgainst } from "#lib/connections/limits.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { EditorStore } from "./contract.ts";

/** Quiet time after an edit before the flow is checked again, in ms. */
const delay = 250;

/** Keeps `problems` up to date while nothing else is to do. Returns what stops it. */
export function watchProblems(store: StoreApi<EditorStore>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = async () => {
    const [{ lint }, { scheduleProblems }] = await Promise.all([
      import("#lib/flow/lint.ts"),
      import("#lib/schedules/schedule-problems.ts"),
    ]);
    const { document, flowId, workspace, problems, problemsChecked, ...state } = store.getState();
    const { variables: workspaceVariables, operations } = workspace;
    const connections = state.connections.map(({ id, kind, limits, settings }) => ({
      ...{ id, kind },
      allows: (nodeType: string) => limitAgainst(limits, { flowId, nodeType }) === undefined,
      reaches: (url: URL) => mayReach(settings, url),
    }));
    const next = [
      ...lint(document, { definitionOf, portsOf, connections, workspaceVariables, operations }),
      ...scheduleProblems(document),
    ];
    const changed = JSON.stringify(next) !== JSON.stringify(problems);
    if (changed || !problemsChecked) {
      store.setState({ problemsChecked: true, ...(changed ? { problems: next } : {}) });
    }
  };
  const schedule = () => {
    clearTimeout(timer);
    // Offline the checks themselves may be out of reach; the next edit asks for them again.
    timer = setTimeout(() => whenIdle(() => void check().catch(() => {})), delay);
  };
  schedule();
  const unsubscribe = store.subscribe((state, before) => {
    const changed =
      state.document !== before.document ||
      state.connections !== before.connections ||
      state.workspace !== before.workspace;
    if (changed) schedule();
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: 500 });
  else setTimeout(work, 0);
}
