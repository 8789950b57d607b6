"use client";
import { useLayoutEffect } from "react";

/**
 * Sets the theme where the layout's script could not: a page that is rendered in the browser alone, as
 * those are that are not found, never runs it.
 */
export function KeptTheme() {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (dataset.theme !== undefined) return;
    dataset.theme = isDark() ? "dark" : "light";
  }, []);
  return null;
}

function isDark(): boolean {
  let choice: string | null = null;
  try {
    choice = localStorage.getItem("patchbay.theme");
  } catch {
    // Storage is blocked: then nothing was kept, and the system decides.
  }
  if (choice === "dark" || choice === "light") return choice === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
