/** An error that our own surfaces answered, as problem+json. */
export class RequestError extends Error {
  readonly code: string;
  readonly next: string | undefined;
  readonly status: number;
  constructor(problem: {
    code: string;
    message: string;
    next?: string | undefined;
    status: number;
  }) {
    super(problem.message);
    this.name = "RequestError";
    this.code = problem.code;
    this.next = problem.next;
    this.status = problem.status;
  }
}

/**
 * Reads JSON from our own server. A signed-out reader is sent to the sign-in page; anything else
 * that fails throws a `RequestError` with a sentence for people.
 */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: "application/json" },
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new RequestError({
      code: "offline",
      message: "Patchbay cannot be reached.",
      next: "Check the connection; this page tries again by itself.",
      status: 0,
    });
  });
  if (response.ok) return (await response.json()) as T /* our own route's answer */;
  if (response.status === 401 && typeof location !== "undefined") {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  }
  const problem = (await response.json().catch(() => ({}))) as {
    code?: string;
    message?: string;
    next?: string;
  };
  throw new RequestError({
    code: problem.code ?? "internal",
    message: problem.message ?? "The server did not answer as expected.",
    next: problem.next,
    status: response.status,
  });
}
