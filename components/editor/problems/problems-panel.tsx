"use client";
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Problem } from "#lib/flow/problem.ts";
import { counted } from "#lib/words/counted.ts";
import { useEditor } from "../store/editor-context.tsx";
import { ProblemRow } from "./problem-row.tsx";

/** Everything in the flow that needs attention, each with the way to it. */
export function ProblemsPanel() {
  const problems = useEditor((state) => state.problems);
  const checked = useEditor((state) => state.problemsChecked);
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  if (!checked) {
    return (
      <EmptyState icon={<CircleDashed className="size-5" />} title="Checking for problems">
        What needs attention appears here in a moment.
      </EmptyState>
    );
  }
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck className="size-5" />} title="No problems">
        Every step is set up and connected. This flow can be published.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3 p-3">
      {errors.length > 0 && (
        <ProblemGroup
          title={`${errors.length.toLocaleString("en")} to fix before publishing`}
          icon={<CircleAlert className="size-4 text-bad" />}
          problems={errors}
        />
      )}
      {warnings.length > 0 && (
        <ProblemGroup
          title={counted(warnings.length, "warning")}
          icon={<TriangleAlert className="size-4 text-warn" />}
          problems={warnings}
        />
      )}
    </div>
  );
}

function ProblemGroup({
  title,
  icon,
  problems,
}: {
  title: string;
  icon: ReactNode;
  problems: readonly Problem[];
}) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1 flex items-center gap-2 px-2 font-medium text-sm">
        {icon}
        {title}
      </h2>
      <ul>
        {problems.map((problem) => (
          <ProblemRow
            key={`${problem.code}/${problem.nodeId}/${problem.edgeId}/${problem.field}/${problem.message}`}
            problem={problem}
          />
        ))}
      </ul>
    </section>
  );
}
