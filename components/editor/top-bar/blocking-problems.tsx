"use client";
import { Callout } from "#components/ui/callout.tsx";
import type { Problem } from "#lib/flow/problem.ts";
import { counted } from "#lib/words/counted.ts";
import { useEditorActions } from "../store/editor-context.tsx";

/** What has to be fixed before publishing; nothing when nothing has. */
export function BlockingProblems({
  problems,
  onShow,
}: {
  problems: readonly Problem[];
  onShow: () => void;
}) {
  const { reveal, setBottomPanel } = useEditorActions();
  if (problems.length === 0) return null;
  const shown = problems.slice(0, 4);
  return (
    <Callout
      tone="bad"
      title={
        problems.length === 1
          ? "One problem stands in the way"
          : `${counted(problems.length, "problem")} stand in the way`
      }
    >
      <ul className="flex flex-col gap-1">
        {shown.map(({ code, nodeId, field, message }) => (
          <li key={`${code}/${nodeId}/${field}/${message}`}>
            {nodeId === null ? (
              message
            ) : (
              <button
                type="button"
                className="text-left underline decoration-line-strong underline-offset-2 hover:decoration-current"
                onClick={() => {
                  reveal(nodeId, field ?? undefined);
                  onShow();
                }}
              >
                {message}
              </button>
            )}
          </li>
        ))}
      </ul>
      {problems.length > shown.length && (
        <button
          type="button"
          className="mt-1 underline"
          onClick={() => {
            setBottomPanel("problems");
            onShow();
          }}
        >
          Show all
        </button>
      )}
    </Callout>
  );
}
