/** What every server action answers: errors are data, never thrown across the wire. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: ActionError };

export type ActionError = {
  code: string;
  message: string;
  /** What the person can do next. */
  next?: string | undefined;
  /** By field, for input that does not fit. */
  issues?: { path: string; message: string }[];
};
