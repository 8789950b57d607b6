import type { ActionResult } from "#lib/access/action-result.ts";

/**
 * Calls a server action and answers as data even when the server cannot be reached: a thrown error
 * would replace the form by the error page, with everything that was typed.
 */
export async function tryAction<T>(call: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await call();
  } catch {
    return {
      ok: false,
      error: {
        code: "offline",
        message: "Patchbay cannot be reached.",
        next: "What you typed is still here: check the connection and try again.",
      },
    };
  }
}
