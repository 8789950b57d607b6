"use client";
import { useEffect, useLayoutEffect } from "react";
import { useTheme } from "#components/ui/theme.tsx";
import { keptChoice, onThemeChange, showTheme } from "#components/ui/theme-choice.ts";

/**
 * Sets the theme where the layout's script could not: a page that is rendered in the browser alone, as
 * those are that are not found, never runs it. Follows the system and the other tabs while it is open.
 */
export function KeptTheme() {
  useLayoutEffect(() => {
    if (document.documentElement.dataset.theme === undefined) showTheme(keptChoice());
  }, []);
  useEffect(() => {
    const follow = () => {
      const choice = keptChoice();
      showTheme(choice);
      useTheme.setState({ choice });
    };
    // It may have changed between the first paint and now, when nobody listened yet.
    follow();
    return onThemeChange(follow);
  }, []);
  return null;
}
