import { Card } from "#components/ui/card.tsx";

/** One figure to be read across a room, with what it means below; nothing of it is cut off. */
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
      <p className="my-1 font-semibold text-3xl tabular-nums tracking-tight max-sm:text-2xl">
        {value}
      </p>
      <p className="min-h-8 text-pretty text-muted text-xs">{detail}</p>
    </Card>
  );
}
