/** What every entry of unsaved edits in the browser's storage begins with. */
export const keptEditsPrefix = "patchbay.unsaved.";

/** Takes every flow's unsaved edits away: who signs out leaves nothing for the next at this machine. */
export function forgetAllKeptEdits(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(keptEditsPrefix)) localStorage.removeItem(key);
  } catch {
    // A browser that refuses storage has kept nothing.
  }
}
