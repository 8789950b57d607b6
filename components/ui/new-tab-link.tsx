import type { ReactNode } from "react";

type Props = { href: string; icon?: ReactNode; children: ReactNode };

/** A small way to another page that leaves this one as it is. */
export function NewTabLink({ href, icon, children }: Props) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 rounded px-1 text-accent-text text-xs hover:underline"
    >
      {icon}
      {children}
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  );
}
