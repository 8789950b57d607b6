import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { useEditorActions } from "./store/editor-context.tsx";

/** Keeps the linter's knowledge of the workspace's connections up to date. */
export function useConnections(): void {
  const { setConnections } = useEditorActions();
  const { data } = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
    refetchInterval: 60_000,
  });
  useEffect(() => {
    if (data)
      setConnections(
        data.map(({ id, kind, name, limits, settings }) => ({ id, kind, name, limits, settings })),
      );
  }, [data, setConnections]);
}
