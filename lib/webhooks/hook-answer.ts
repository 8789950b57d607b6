import type { RunResult } from "#lib/runs/contract.ts";
import { counted } from "#lib/words/counted.ts";

export type HookAnswer = { status: number; headers: { [name: string]: string }; body: string };

/**
 * On every answer of a hook: it shares our origin, so a page that a flow answers with runs nothing
 * and belongs to no origin.
 */
export const guardHeaders: Readonly<{ [name: string]: string }> = {
  "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** What a flow may not set: framing, our origin's state, and the guards above. */
const refused = new Set([
  ...Object.keys(guardHeaders),
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "content-length",
  "set-cookie",
  "clear-site-data",
  "service-worker-allowed",
  "strict-transport-security",
]);

const headerName = /^[!#$%&'*+.^_`|~\da-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * What the caller of a webhook gets once its run has ended or waits: the answer of a Respond node,
 * else the run's state and output. A failure says its code and the run, and nothing of the inside.
 */
export function hookAnswer(result: RunResult): HookAnswer {
  if (result.respond !== null) {
    const headers: { [name: string]: string } = {};
    for (const name in result.respond.headers) {
      const lower = name.toLowerCase();
      const value = result.respond.headers[name] ?? "";
      if (refused.has(lower) || !headerName.test(lower) || !headerValue.test(value)) continue;
      headers[lower] = value;
    }
    headers["content-type"] ??= "text/plain; charset=utf-8";
    return { status: result.respond.status, headers, body: result.respond.body };
  }
  if (result.state === "failed" || result.state === "canceled") {
    const canceled = result.state === "canceled";
    return problem(502, {
      code: result.error?.code ?? (canceled ? "run_canceled" : "internal"),
      message: canceled
        ? "The run was canceled before it had an answer."
        : "The flow failed while it worked on this request.",
      next: "Look at the run in Patchbay to see why.",
      runId: result.runId,
    });
  }
  return json(result.state === "succeeded" ? 200 : 202, {
    runId: result.runId,
    state: result.state,
    output: result.output,
  });
}

/** The answer to a caller who has waited long enough; the run goes on. */
export function lateAnswer(runId: string, timeoutMs: number): HookAnswer {
  return problem(504, {
    code: "no_response",
    message: `The flow had no answer after ${counted(timeoutMs / 1000, "second")}. It goes on without you.`,
    next: "Look at the run in Patchbay, or give the webhook a longer wait.",
    runId,
  });
}

export function acceptedAnswer(runId: string, status: number): HookAnswer {
  return json(status, { runId });
}

/** To a sender that delivers an event again, whose run has the answer or is at it: it may stop. */
export function duplicateAnswer(runId: string): HookAnswer {
  return json(200, { runId, duplicate: true });
}

function json(status: number, value: object): HookAnswer {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify(value) };
}

function problem(status: number, value: object): HookAnswer {
  const headers = { "content-type": "application/problem+json; charset=utf-8" };
  return { status, headers, body: JSON.stringify(value) };
}
