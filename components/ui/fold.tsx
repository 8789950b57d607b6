import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** What is set inside, in a few words, so that nobody has to unfold it to know. */
  summary?: string | undefined;
  open?: boolean;
  children: ReactNode;
};

/** Settings that most people need not see, folded away. The platform's own: keyboard and search work. */
export function Fold({ title, summary, open = false, children }: Props) {
  return (
    <details open={open} className="group rounded-lg border border-line">
      <summary className="flex min-h-9 cursor-pointer list-none items-center gap-2 rounded-lg px-3 py-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90"
        />
        <span className="shrink-0 font-medium text-sm">{title}</span>
        {summary && <span className="ml-auto min-w-0 truncate text-muted text-xs">{summary}</span>}
      </summary>
      <div className="flex flex-col gap-4 border-line border-t px-3 py-3">{children}</div>
    </details>
  );
}
