import { fetchJson } from "#components/shell/fetch-json.ts";
import type { StepView } from "#lib/runs/events.ts";

/** The newest test run's steps, from the server. */
export function readLatestSteps(
  flowId: string,
): Promise<{ runId: string | null; steps: StepView[] }> {
  return fetchJson(`/api/ui/flows/${encodeURIComponent(flowId)}/steps`);
}
