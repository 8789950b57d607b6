import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

/** Those that whoever looks may use; one that is made in another tab is there when they come back. */
export function useUsableConnections() {
  return useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
    staleTime: 0,
    select: (all) => all.filter(({ mayUse }) => mayUse),
  });
}
