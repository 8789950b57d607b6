import { Badge } from "#components/ui/badge.tsx";

/** An HTTP method, of one width, so that paths line up. */
export function MethodBadge({ method }: { method: string }) {
  const tone = method === "GET" ? "neutral" : method === "DELETE" ? "bad" : "accent";
  return (
    <Badge tone={tone} className="w-14 justify-center font-mono">
      {method === "DELETE" ? "DEL" : method}
    </Badge>
  );
}
