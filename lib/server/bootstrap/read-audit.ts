import { z } from "zod";

const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string() })])),
    }),
  ),
});

const grave = ["high", "critical"];

/**
 * What `npm audit --json` says of what runs in production: a line for each package with a known
 * advisory that is high or critical; undefined where the registry keeps no advisories.
 */
export function readAudit(text: string): string[] | undefined {
  const read = report.safeParse(parse(text));
  if (!read.success) return undefined;
  return Object.values(read.data.vulnerabilities)
    .filter(({ severity }) => grave.includes(severity))
    .map(({ name, severity, via }) => {
      const titles = via.map((cause) => (typeof cause === "string" ? cause : cause.title));
      return `${name} (${severity}): ${titles.join("; ")}`;
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
