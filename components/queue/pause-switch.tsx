"use client";
import { useState } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { QueueSnapshot } from "#lib/operations/contract.ts";
import { counted } from "#lib/words/counted.ts";
import type { QueueActions } from "./queue-actions.ts";

type Props = {
  queue: QueueSnapshot;
  canOperate: boolean;
  actions: Pick<QueueActions, "pause" | "resume">;
  onDone: () => Promise<void>;
};

/** Whether new runs begin; says what stopping means before it does. */
export function PauseSwitch({ queue, canOperate, actions, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const { paused } = queue;

  async function change(pausing: boolean) {
    const result = await (pausing ? actions.pause({}) : actions.resume({}));
    if (!result.ok) return toastError(result.error);
    await onDone();
    toast(
      pausing
        ? { title: "Paused. What can wait is kept." }
        : { title: "Runs begin again.", tone: "ok" },
    );
  }

  return (
    <>
      <Callout
        tone={paused === null ? "info" : "warn"}
        title={paused === null ? "Runs begin as they arrive." : "Paused: no run begins."}
      >
        <div className="flex items-center justify-between gap-4">
          <p className="text-muted">
            {paused === null ? (
              canOperate ? (
                "Pause to hold everything back, for instance while another system is down."
              ) : (
                "An admin of the workspace can pause them."
              )
            ) : (
              <>
                {paused.by === "" ? "Paused" : `${paused.by} paused them`}{" "}
                <TimeAgo at={paused.at} />. {queue.queued.toLocaleString("en")}{" "}
                {queue.queued === 1 ? "run waits" : "runs wait"} in the queue.
              </>
            )}
          </p>
          {canOperate && (
            // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a button
            <label className="flex shrink-0 items-center gap-2 font-medium">
              Pause
              <Switch
                checked={paused !== null}
                onCheckedChange={(on) => (on ? setAsking(true) : void change(false))}
              />
            </label>
          )}
        </div>
      </Callout>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Pause all runs?"
        confirmLabel="Pause"
        onConfirm={() => change(true)}
      >
        <p>
          No live run begins, and none that waits goes on, until you resume.{" "}
          {queue.running === 0
            ? "Nothing is running right now."
            : `${queue.running === 1 ? "One run that has" : `${queue.running.toLocaleString("en")} runs that have`} begun will finish.`}
        </p>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>
            Kept until you resume: webhooks that are answered at once, schedules and callbacks, up
            to {counted(queue.limits.maxQueued, "run")} in the queue. Beyond that they are refused.
          </li>
          <li>
            Kept until you resume: what visitors write in chats. They get no answer from a flow
            meanwhile.
          </li>
          <li>
            Refused, with the request to try again in a minute: webhooks that wait for the flow’s
            result.
          </li>
          <li>Not touched: tests, chat previews, and people’s own answers in conversations.</li>
        </ul>
      </ConfirmDialog>
    </>
  );
}
