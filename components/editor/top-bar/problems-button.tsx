"use client";
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

/** How many problems there are; opens their panel. */
export function ProblemsButton() {
  const problems = useEditor((state) => state.problems);
  const checked = useEditor((state) => state.problemsChecked);
  const mode = useEditor((state) => state.mode);
  const open = useEditor((state) => state.bottomPanel === "problems");
  const { setBottomPanel } = useEditorActions();
  if (mode === "run") return null;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const label = labelOf(problems.length, checked);
  const Icon = !checked
    ? CircleDashed
    : errors > 0
      ? CircleAlert
      : problems.length > 0
        ? TriangleAlert
        : CircleCheck;
  return (
    <Tooltip label={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={open}
        aria-busy={!checked}
        className={cx(
          "flex h-8 items-center gap-1.5 rounded-lg px-2 text-sm hover:bg-hover",
          errors > 0 ? "text-bad" : problems.length > 0 ? "text-warn" : "text-muted",
          open && "bg-hover",
        )}
        onClick={() => setBottomPanel(open ? "none" : "problems")}
      >
        <Icon className="size-4" />
        {problems.length > 0 && (
          <span className="tabular-nums">{problems.length.toLocaleString("en")}</span>
        )}
      </button>
    </Tooltip>
  );
}

function labelOf(count: number, checked: boolean): string {
  if (!checked) return "Checking for problems";
  if (count === 0) return "No problems";
  return counted(count, "problem");
}
