import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { VariableSummary } from "#lib/workspace/variables/contract.ts";
import { useEditorActions } from "./store/editor-context.tsx";

/** Keeps what the editor knows of the workspace's variables up to date. */
export function useWorkspaceVariables(): void {
  const { setWorkspaceVariables } = useEditorActions();
  const { data } = useQuery({
    queryKey: ["workspace-variables"],
    queryFn: ({ signal }) => fetchJson<VariableSummary[]>("/api/ui/workspace-variables", signal),
    refetchInterval: 60_000,
  });
  useEffect(() => {
    if (data)
      setWorkspaceVariables(data.map(({ name, secret, value }) => ({ name, secret, value })));
  }, [data, setWorkspaceVariables]);
}
