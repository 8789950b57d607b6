"use client";
import { Callout } from "#components/ui/callout.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import { useEditor } from "../store/editor-context.tsx";
import { isUncertain } from "./is-uncertain.ts";

/** `again`: the step waits for another try. */
type Props = { error: ErrorInfo; again?: boolean };

/** What went wrong, what to do next, and the code to hand to support. */
export function ErrorNote({ error, again = false }: Props) {
  const uncertain = isUncertain(error);
  const title = again ? `Waiting to try again. ${error.message}` : error.message;
  return (
    <Callout tone={uncertain || again ? "warn" : "bad"} title={title}>
      {uncertain ? <WhatToDo /> : error.next && <p>{error.next}</p>}
      <p className="mt-1 flex items-center gap-1 text-muted text-xs">
        Code <code className="font-mono">{error.code}</code>
        <CopyButton text={JSON.stringify(error, null, 2)} label="Copy the details" />
      </p>
    </Callout>
  );
}

/** What a person decides when nobody knows whether a step took effect. */
function WhatToDo() {
  const mayRepeat = useEditor((state) => state.mayRepeat);
  return (
    <>
      <p>
        The step had begun, and Patchbay was stopped before it heard how it ended. Done twice, it
        could do harm, such as a second order or payment, so it was left to you.
      </p>
      <ol className="mt-1 list-decimal pl-5">
        <li>Look at the other system, whether it happened.</li>
        <li>
          If it did not, {mayRepeat ? "press “Run again” above" : "start the flow again"}. If it
          did, what comes after this step is still to be done.
        </li>
        <li>
          If it may happen twice without harm, open the flow and choose that in the step’s settings,
          under “When it is cut off halfway”.
        </li>
      </ol>
    </>
  );
}
