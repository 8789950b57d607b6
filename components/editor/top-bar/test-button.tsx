"use client";
import { Play, Square } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useTestRun } from "../run/use-test-run.ts";
import { useEditor } from "../store/editor-context.tsx";

/** Runs the draft and shows it on the canvas as it happens; while it runs, stops it. */
export function TestButton() {
  const { start, cancel, busy } = useTestRun();
  const canEdit = useEditor((state) => state.canEdit);
  const running = useEditor((state) => state.overlay?.run.state === "running");
  if (!canEdit) return null;
  if (busy && running) {
    return (
      <Button icon={<Square className="size-3.5" />} onClick={() => void cancel()}>
        Stop
      </Button>
    );
  }
  return (
    <Tooltip label="Run the flow as it is here" shortcut="T">
      <Button icon={<Play className="size-3.5" />} pending={busy} onClick={() => void start()}>
        Test
      </Button>
    </Tooltip>
  );
}
