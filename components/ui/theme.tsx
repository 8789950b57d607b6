"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { create } from "zustand";
import { IconButton } from "./icon-button.tsx";
import { keepChoice, keptChoice, showTheme, type ThemeChoice } from "./theme-choice.ts";

type Theme = { choice: ThemeChoice; set: (choice: ThemeChoice) => void };

export const useTheme = create<Theme>((set) => ({
  choice: typeof localStorage === "undefined" ? "system" : keptChoice(),
  set(choice) {
    keepChoice(choice);
    showTheme(choice);
    set({ choice });
  },
}));

const order: ThemeChoice[] = ["system", "light", "dark"];
const icons = {
  system: <Monitor className="size-4" />,
  light: <Sun className="size-4" />,
  dark: <Moon className="size-4" />,
};

const neverChanges = () => () => undefined;

/** Steps through system, light and dark. */
export function ThemeToggle() {
  const { choice: kept, set } = useTheme();
  // The server cannot know what this browser has kept; the first render has to agree with it.
  const hydrated = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  const choice = hydrated ? kept : "system";
  const next = order[(order.indexOf(choice) + 1) % order.length] ?? "system";
  return (
    <span suppressHydrationWarning>
      <IconButton
        label={`Theme: ${choice}. Switch to ${next}`}
        icon={icons[choice]}
        onClick={() => set(next)}
        suppressHydrationWarning
      />
    </span>
  );
}
