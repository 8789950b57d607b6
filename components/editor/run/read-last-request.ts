import { fetchJson } from "#components/shell/fetch-json.ts";
import type { Json } from "#lib/flow/json.ts";
import type { RunView } from "#lib/runs/events.ts";

/** What the newest live request to a webhook trigger delivered; undefined when there was none yet. */
export async function readLastRequest(
  flowId: string,
  triggerId: string,
): Promise<Json | undefined> {
  const query = new URLSearchParams({ flowId, triggerKind: "webhook", mode: "live" });
  const { runs } = await fetchJson<{ runs: RunView[] }>(`/api/ui/runs?${query}`);
  return runs.find(({ triggerNodeId }) => triggerNodeId === triggerId)?.input;
}
