"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { Impact, ImpactTarget } from "#lib/operations/contract.ts";

/** Where the runs under way that a flow or a connection has are counted. */
export function impactPath(target: ImpactTarget): string {
  return "flowId" in target
    ? `/api/ui/impact/flows/${encodeURIComponent(target.flowId)}`
    : `/api/ui/impact/connections/${encodeURIComponent(target.connectionId)}`;
}

/** The runs that a change would touch, counted afresh; undefined until they are known. */
export function useImpact(target: ImpactTarget): Impact | undefined {
  const { data } = useQuery({
    queryKey: ["impact", impactPath(target)],
    queryFn: ({ signal }) => fetchJson<Impact>(impactPath(target), signal),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: 5_000,
  });
  return data;
}
