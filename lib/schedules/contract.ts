/** When a schedule is due: at a cron expression's times on a zone's clocks, or again and again. */
export type Timing =
  | { kind: "cron"; expression: string; zone: string }
  | { kind: "interval"; everyMs: number };

/**
 * What becomes of times at which nobody was there to start a run: `skip` leaves them out, `once`
 * makes up for them with one run, for the newest.
 */
export type MissedPolicy = "skip" | "once";

/** A compiled schedule, as `schedules.settings` holds it. */
export type Schedule = Timing & { missed: MissedPolicy };

/** What a Schedule trigger delivers; times are ISO 8601 in UTC. */
export type ScheduledPayload = {
  /** The time that was due. */
  scheduledFor: string;
  firedAt: string;
  /** The zone whose clocks count; `UTC` for intervals. */
  zone: string;
  /** The run makes up for times that were missed. */
  missed: boolean;
};
