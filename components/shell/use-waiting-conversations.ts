import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "./fetch-json.ts";

/** How many conversations need a person, looked up every 15 s; 0 for who may not answer. */
export function useWaitingConversations(mayAnswer: boolean): number {
  const { data } = useQuery({
    // Whatever changes conversations brings this up to date too.
    queryKey: ["conversations", "waiting"],
    queryFn: ({ signal }) =>
      fetchJson<{ waiting: number }>("/api/ui/conversations/waiting", signal),
    enabled: mayAnswer,
    refetchInterval: 15_000,
  });
  return data?.waiting ?? 0;
}
