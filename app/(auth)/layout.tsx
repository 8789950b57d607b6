import { Cable } from "lucide-react";
import type { ReactNode } from "react";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 bg-canvas px-4 py-10">
      <p className="flex items-center gap-2 font-semibold text-xl tracking-tight">
        <Cable aria-hidden="true" className="size-6 text-accent-text" />
        Patchbay
      </p>
      <div className="w-full max-w-sm">{children}</div>
    </main>
  );
}
