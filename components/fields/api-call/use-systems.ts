import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { Operation, OperationLine, SystemSummary } from "#lib/systems/contract.ts";

export function useSystems() {
  return useQuery({
    queryKey: ["systems"],
    queryFn: ({ signal }) => fetchJson<SystemSummary[]>("/api/ui/systems", signal),
    // One that is imported in another tab is there when they come back.
    staleTime: 0,
  });
}

export function useOperations(systemId: string, enabled: boolean) {
  return useQuery({
    queryKey: ["systems", systemId, "operations"],
    queryFn: ({ signal }) => fetchJson<OperationLine[]>(`${pathOf(systemId)}/operations`, signal),
    enabled,
  });
}

export function fetchOperation(systemId: string, key: string, signal?: AbortSignal) {
  const query = new URLSearchParams({ key });
  return fetchJson<Operation>(`${pathOf(systemId)}/operation?${query}`, signal);
}

const pathOf = (systemId: string) => `/api/ui/systems/${encodeURIComponent(systemId)}`;
