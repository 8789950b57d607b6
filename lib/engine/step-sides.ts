/** Which of a step's two sides is about to call, and whom its primary has called. */
export type StepSides = {
  side: "primary" | "backup";
  /** By connection and host, in whatever words tells them apart; the primary adds, the backup reads. */
  called: Set<string>;
};
