"use client";
import { type RefObject, useEffect, useRef } from "react";

/** Leads to the first field that a refusal names, each time there is a new one. */
export function useFocusInvalid(refusal: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal === undefined) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [refusal]);
  return form;
}
