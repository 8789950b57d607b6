"use client";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { ChatSettings } from "./chat-settings.tsx";
import { VariablesEditor } from "./variables-editor.tsx";

/** What the inspector shows while nothing is selected: the flow as a whole. */
export function FlowOverview() {
  const name = useEditor((state) => state.flowName);
  const nodes = useEditor((state) => state.document.nodes.length);
  const mode = useEditor((state) => state.mode);
  const canEdit = useEditor((state) => state.canEdit);
  const hasChat = useEditor((state) =>
    state.document.nodes.some((node) => node.type === "chat-trigger"),
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4">
      <header>
        <h2 className="font-semibold text-lg">{name}</h2>
        <p className="text-muted">{counted(nodes, "step")}</p>
      </header>
      <ProblemCount />
      {mode === "run" ? (
        <p className="text-muted">Select a step to see what went in and what came out.</p>
      ) : (
        <>
          <VariablesEditor />
          {hasChat && <ChatSettings />}
          {canEdit && <Hints />}
        </>
      )}
    </div>
  );
}

function ProblemCount() {
  const problems = useEditor((state) => state.problems);
  const checked = useEditor((state) => state.problemsChecked);
  const mode = useEditor((state) => state.mode);
  const actions = useEditorActions();
  if (mode === "run") return null;
  if (!checked) return <p className="text-muted">Checking for problems…</p>;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 text-ok">
        <CircleCheck aria-hidden="true" className="size-4" />
        No problems. This flow can be published.
      </p>
    );
  }
  return (
    <div className="flex items-center gap-2">
      {errors > 0 ? (
        <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-bad" />
      ) : (
        <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-warn" />
      )}
      <span className="min-w-0 flex-1">
        {[
          errors > 0 && `${errors} to fix before publishing`,
          warnings > 0 && `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
        ]
          .filter(Boolean)
          .join(", ")}
      </span>
      <Button size="sm" onClick={() => actions.setBottomPanel("problems")}>
        Show
      </Button>
    </div>
  );
}

const hints: { keys: string; text: string }[] = [
  { keys: "Ctrl K", text: "find any step or command" },
  { keys: "Ctrl Z", text: "undo, for everything" },
  { keys: "Ctrl D", text: "duplicate what is selected" },
  { keys: "?", text: "all shortcuts" },
];

function Hints() {
  return (
    <section aria-labelledby="inspector-hints">
      <h3 id="inspector-hints" className="mb-1 font-semibold">
        Good to know
      </h3>
      <p className="mb-2 text-muted text-sm">
        Select a step to set it up. Drag from an outlet to add the next one.
      </p>
      <ul className="flex flex-col gap-1 text-muted text-sm">
        {hints.map(({ keys, text }) => (
          <li key={keys} className="flex items-center gap-2">
            <span className="w-16 shrink-0">
              <Kbd>{keys}</Kbd>
            </span>
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
