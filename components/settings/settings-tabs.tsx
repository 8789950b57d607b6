import Link from "next/link";
import { cx } from "#components/ui/cx.ts";

const pages = [
  { href: "/settings", label: "General", forAdmins: true },
  { href: "/settings/variables", label: "Variables", forAdmins: false },
];

/** From one part of the settings to the other; shows nothing to who sees only one. */
export function SettingsTabs({ here, canManage }: { here: string; canManage: boolean }) {
  const shown = pages.filter(({ forAdmins }) => canManage || !forAdmins);
  if (shown.length < 2) return null;
  return (
    <nav aria-label="Settings" className="mb-4 flex gap-1 border-line border-b">
      {shown.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === here ? "page" : undefined}
          className={cx(
            "-mb-px flex h-9 items-center border-b-2 px-2 font-medium text-sm transition-colors duration-100",
            href === here
              ? "border-accent text-text"
              : "border-transparent text-muted hover:text-text",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
