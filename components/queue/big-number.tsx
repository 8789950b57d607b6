import { Card } from "#components/ui/card.tsx";

/** One figure to be read across a room, with what it means below. */
export function BigNumber({
  label,
  value,
  detail,
}: {
  label: string;
  value: string;
  detail: string;
}) {
  return (
    <Card className="min-w-0 p-4">
      <h2 className="text-muted text-sm">{label}</h2>
      <p className="my-1 truncate font-semibold text-3xl tabular-nums tracking-tight">{value}</p>
      <p className="line-clamp-2 min-h-8 text-muted text-xs">{detail}</p>
    </Card>
  );
}
