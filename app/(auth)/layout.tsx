import { Cable } from "lucide-react";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";
import { ThemeToggle } from "#components/ui/theme.tsx";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Providers>
      <header className="absolute top-3 right-3">
        <ThemeToggle />
      </header>
      <main className="flex min-h-dvh flex-col items-center justify-center gap-6 bg-canvas px-4 py-10">
        <p className="flex items-center gap-2 font-semibold text-xl tracking-tight">
          <Cable aria-hidden="true" className="size-6 text-accent-text" />
          Patchbay
        </p>
        <div className="w-full max-w-sm">{children}</div>
      </main>
    </Providers>
  );
}
