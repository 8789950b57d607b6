"use client";
import { type RefObject, useEffect } from "react";

/** Tells the page that frames us to close the widget; it holds nothing that a stranger could use. */
export function closeWidget(): void {
  window.parent.postMessage({ type: "patchbay:close" }, "*");
}

/** Inside the widget's frame: Escape closes it, and opening it puts the cursor into the input. */
export function useWidgetFrame(embedded: boolean, container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!embedded || window.parent === window) return;
    // Else the widget says that it was not let in.
    window.parent.postMessage({ type: "patchbay:ready" }, "*");
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && !event.defaultPrevented) closeWidget();
      },
      { signal },
    );
    window.addEventListener(
      "message",
      (event) => {
        if (event.source !== window.parent || event.data?.type !== "patchbay:opened") return;
        container.current?.querySelector<HTMLElement>("textarea, input")?.focus();
      },
      { signal },
    );
    return () => listening.abort();
  }, [embedded, container]);
}
