import { Paperclip } from "lucide-react";

const look =
  "inline-flex max-w-[85%] flex-col gap-1.5 rounded-xl border border-line bg-raised px-3 py-2 font-medium";

/** A file of a message: to open, or while it goes out, how much of it has. `uploaded`: from 0 to 1. */
export function FileChip({
  file: { url, name },
  uploaded,
}: {
  file: { url: string; name: string };
  uploaded: number | undefined;
}) {
  const label = (
    <span className="flex items-center gap-2">
      <Paperclip aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="truncate">{name}</span>
    </span>
  );
  if (url !== "") {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer" className={`${look} hover:bg-hover`}>
        {label}
      </a>
    );
  }
  return (
    <div className={look}>
      {label}
      {uploaded !== undefined && (
        <progress
          aria-label={`Sending ${name}`}
          value={uploaded}
          className="h-1 w-full accent-accent"
        />
      )}
    </div>
  );
}
