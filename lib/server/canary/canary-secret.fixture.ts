import { randomBytes } from "node:crypto";

/**
 * A secret that can be told from everything else. Its core is letters and digits, which no escaping
 * for URLs, JSON or HTML changes; the signs around it are those that such escaping does change.
 */
export type Canary = { kind: string; core: string; secret: string };

export function newCanary(kind: string): Canary {
  const core = `cnry${randomBytes(24).toString("hex")}`;
  return { kind, core, secret: `${core}-"q\\b/+%&<=>'~` };
}

/** What must not be found: the core or half of it, and what stands in base64 of any text around it. */
function tracesOf({ core }: Canary): { form: string; text: string }[] {
  const half = core.length / 2;
  const traces = [
    { form: "plain, or escaped for a URL, JSON or HTML", text: core.slice(0, half) },
    { form: "plain, or escaped for a URL, JSON or HTML", text: core.slice(half) },
  ];
  const bytes = Buffer.from(core);
  for (const skipped of [0, 1, 2]) {
    const whole = bytes.subarray(skipped, bytes.length - ((bytes.length - skipped) % 3));
    traces.push({ form: "base64", text: whole.toString("base64").slice(0, 24) });
  }
  return traces;
}

export type Find = { place: string; kind: string; form: string; around: string };

/** Every trace of these secrets in a text. */
export function findCanaries(place: string, text: string, canaries: readonly Canary[]): Find[] {
  return canaries.flatMap((canary) =>
    tracesOf(canary).flatMap((trace) => {
      const at = text.indexOf(trace.text);
      if (at === -1) return [];
      const around = text.slice(Math.max(0, at - 80), at + 20);
      return [{ place, kind: canary.kind, form: trace.form, around }];
    }),
  );
}
