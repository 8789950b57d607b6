/** The colours that a chosen one stands for, so that everything can be read in light and dark. */
export type AccentLook = {
  accent: string;
  accentStrong: string;
  accentSoft: string;
  accentText: string;
  onAccent: string;
};

type Rgb = readonly [number, number, number];

/** WCAG 2.2: text (1.4.3) and the shape of controls (1.4.11). */
const textContrast = 4.5;
const shapeContrast = 3;

const surfaces = { light: "#ffffff", dark: "#151921" } as const;

/**
 * What a brand's colour (`#rrggbb`) becomes on light and on dark pages: as it is where it can be seen
 * there, else darker or lighter by just enough. Text on it is black or white, whichever reads better.
 */
export function accentLook(color: string, theme: keyof typeof surfaces): AccentLook {
  const surface = surfaces[theme];
  const away = theme === "light" ? "#000000" : "#ffffff";
  const accent = until(color, away, (candidate) => contrast(candidate, surface) >= shapeContrast);
  const onAccent = contrast("#ffffff", accent) >= textContrast ? "#ffffff" : "#000000";
  const soft = mix(surface, accent, theme === "light" ? 0.1 : 0.22);
  return {
    accent,
    onAccent,
    // A hover must not take the text's contrast away.
    accentStrong: mix(accent, onAccent === "#ffffff" ? "#000000" : "#ffffff", 0.12),
    accentSoft: soft,
    accentText: until(accent, away, (candidate) => contrast(candidate, soft) >= textContrast),
  };
}

/** The contrast of two colours (WCAG 2.2), from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Mixes a colour with another until it is good enough, in small steps. */
function until(color: string, other: string, isGood: (candidate: string) => boolean): string {
  for (let part = 0; part < 1; part += 0.04) {
    const candidate = mix(color, other, part);
    if (isGood(candidate)) return candidate;
  }
  return other;
}

function mix(a: string, b: string, part: number): string {
  const from = read(a);
  const to = read(b);
  const channel = (index: 0 | 1 | 2) =>
    Math.round(from[index] + (to[index] - from[index]) * part)
      .toString(16)
      .padStart(2, "0");
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

function luminance(color: string): number {
  const [r, g, b] = read(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb; // three go in, three come out
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function read(color: string): Rgb {
  const part = (from: number) => Number.parseInt(color.slice(from, from + 2), 16);
  return [part(1), part(3), part(5)];
}
