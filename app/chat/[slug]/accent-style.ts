import type { CSSProperties } from "react";
import { accentLook } from "#lib/workspace/accent-look.ts";

const variables = {
  accent: "--accent",
  accentStrong: "--accent-strong",
  accentSoft: "--accent-soft",
  accentText: "--accent-text",
  onAccent: "--on-accent",
} as const;

/** The workspace's colour in place of ours, for light and dark; nothing without one. */
export function accentStyle(color: string): CSSProperties | undefined {
  if (color === "") return undefined;
  const light = accentLook(color, "light");
  const dark = accentLook(color, "dark");
  return Object.fromEntries(
    Object.entries(variables).map(([part, name]) => {
      const key = part as keyof typeof variables; // a key of `variables`
      return [name, `light-dark(${light[key]}, ${dark[key]})`];
    }),
  );
}
