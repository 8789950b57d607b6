import type { FlowNode } from "#lib/flow/document.ts";
import { visitSettings } from "#lib/flow/lint/visit-settings.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";

type Props = { step: StepView; node: FlowNode | undefined };

/** Whether a step failed before its settings were filled in, so that it has no input to show. */
export function isUnprepared({ state, input, error, nodeType }: StepView): boolean {
  return (
    state === "failed" &&
    input === null &&
    error !== null &&
    definitionOf(nodeType)?.trigger === undefined
  );
}

/**
 * What stands for the input of a step whose settings could not be filled in: the setting that failed,
 * and each setting that inserts values, as it is written in the flow.
 */
export function UnpreparedInput({ step, node }: Props) {
  const failed = fieldOf(step);
  const definition = definitionOf(step.nodeType);
  const written =
    node === undefined || definition === undefined
      ? []
      : visitSettings(node, definition).flatMap(({ path, field, value }) =>
          typeof value === "string" && value.includes("{{")
            ? [{ path, label: field.label, value }]
            : [],
        );
  return (
    <div className="flex flex-col gap-2">
      <p>
        {failed === undefined
          ? "The settings of this step could not be prepared."
          : `“${failed}” could not be prepared, so the step did not start.`}
      </p>
      {written.length > 0 && (
        <dl className="flex flex-col gap-2">
          {written.map(({ path, label, value }) => (
            <div key={path}>
              <dt className="text-muted text-sm">{label}, as it is written in the flow</dt>
              <dd className="wrap-anywhere whitespace-pre-wrap rounded-md bg-sunken px-2 py-1 font-mono text-xs">
                {value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** The label of the setting that failed; template errors carry it. */
function fieldOf({ error }: StepView): string | undefined {
  const field = error?.details?.field;
  return typeof field === "string" ? field : undefined;
}
