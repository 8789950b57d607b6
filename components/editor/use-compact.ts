import { useSyncExternalStore } from "react";

const query = "(max-width: 767px)";

/** Whether the screen is a phone's: the canvas is then for looking, testing and publishing. */
export function useCompact(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
