"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { create } from "zustand";
import { IconButton } from "./icon-button.tsx";

export type ThemeChoice = "system" | "light" | "dark";

function stored(): ThemeChoice {
  if (typeof localStorage === "undefined") return "system";
  const value = localStorage.getItem("patchbay.theme");
  return value === "light" || value === "dark" ? value : "system";
}

function apply(choice: ThemeChoice): void {
  const dark =
    choice === "dark" ||
    (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

const useTheme = create<{ choice: ThemeChoice; set: (choice: ThemeChoice) => void }>((set) => ({
  choice: stored(),
  set(choice) {
    localStorage.setItem("patchbay.theme", choice);
    apply(choice);
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
