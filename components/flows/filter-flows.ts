import type { FlowSummary } from "#lib/flow-store/contract.ts";

export type FlowFilter = { search: string; folder: string | null; state: string };

/** Flows whose name, tags or folder hold every word of the search, within folder and state. */
export function filterFlows(flows: readonly FlowSummary[], filter: FlowFilter): FlowSummary[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return flows.filter((flow) => {
    if (filter.folder !== null && flow.folder !== filter.folder) return false;
    if (filter.state !== "all" && flow.state !== filter.state) return false;
    const text = [flow.name, flow.folder, ...flow.tags].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The folders in use, by name. */
export function foldersOf(flows: readonly FlowSummary[]): string[] {
  return [...new Set(flows.map((flow) => flow.folder).filter(Boolean))].sort((a, b) =>
    a.localeCompare(b),
  );
}
