import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";

export default function AppLayout({ children }: { children: ReactNode }) {
  return <Providers>{children}</Providers>;
}
