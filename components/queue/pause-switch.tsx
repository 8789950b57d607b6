"use client";
import { useState } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { QueueSnapshot } from "#lib/operations/contract.ts";
import type { QueueActions } from "./queue-actions.ts";

type Props = {
  queue: QueueSnapshot;
  canManage: boolean;
  actions: Pick<QueueActions, "pause" | "resume">;
  onDone: () => Promise<void>;
};

/** Whether new runs begin; says what stopping means before it does. */
export function PauseSwitch({ queue, canManage, actions, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const { paused } = queue;

  async function change(pausing: boolean) {
    const result = await (pausing ? actions.pause({}) : actions.resume({}));
    if (!result.ok) return toastError(result.error);
    await onDone();
    toast(
      pausing
        ? { title: "Paused. What arrives is kept and waits." }
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
              canManage ? (
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
          {canManage && (
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
          No queued run begins and no waiting run goes on until you resume.{" "}
          {queue.running === 0
            ? "Nothing is running right now."
            : `${queue.running === 1 ? "One run that has" : `${queue.running.toLocaleString("en")} runs that have`} begun will finish.`}
        </p>
        <p>
          Webhooks are still accepted and kept, up to {queue.limits.maxQueued.toLocaleString("en")}.
          Nothing is lost.
        </p>
      </ConfirmDialog>
    </>
  );
}
