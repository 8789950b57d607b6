import { Badge } from "#components/ui/badge.tsx";

const short: { [method: string]: string } = { DELETE: "DEL", OPTIONS: "OPT", MUTATION: "MUT" };

/** An HTTP method, or what a GraphQL operation is, of one width, so that paths line up. */
export function MethodBadge({ method }: { method: string }) {
  const reads = method === "GET" || method === "QUERY";
  const tone = reads ? "neutral" : method === "DELETE" ? "bad" : "accent";
  return (
    <Badge tone={tone} className="w-14 justify-center font-mono">
      {short[method] ?? method}
    </Badge>
  );
}
