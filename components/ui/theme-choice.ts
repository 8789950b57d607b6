export type ThemeChoice = "system" | "light" | "dark";

const key = "patchbay.theme";

/** What this browser has kept; `system` where nothing was, or storage is blocked. */
export function keptChoice(): ThemeChoice {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

export function keepChoice(choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Storage is blocked: the choice holds until the page is left.
  }
}

/** Gives the document the theme that a choice means now. */
export function showTheme(choice: ThemeChoice): void {
  const dark = choice === "dark" || (choice === "system" && darkSystem().matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

/** Calls back when the system or another tab changes its theme. Returns what ends that. */
export function onThemeChange(changed: () => void): () => void {
  const system = darkSystem();
  const kept = (event: StorageEvent) => {
    if (event.key === key || event.key === null) changed();
  };
  system.addEventListener("change", changed);
  addEventListener("storage", kept);
  return () => {
    system.removeEventListener("change", changed);
    removeEventListener("storage", kept);
  };
}

function darkSystem(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}
