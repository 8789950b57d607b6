"use client";
import { createContext, type ReactNode, use } from "react";

const LocaleContext = createContext<string | undefined>(undefined);

/** How dates and numbers below are written, such as `de-CH`; "" for the reader's own way. */
export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  return <LocaleContext value={locale === "" ? undefined : locale}>{children}</LocaleContext>;
}

/** For `toLocaleString`; undefined: as the reader's browser has it. */
export function useLocale(): string | undefined {
  return use(LocaleContext);
}
