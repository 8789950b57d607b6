"use client";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { importCurl } from "#lib/nodes/rest-api/curl/import-curl.ts";
import type { CurlRequest } from "../store/editor-ui.ts";
import { CredentialChoice, startChoice } from "./credential-choice.tsx";
import { describeImport } from "./describe-import.ts";
import { type Choice, useFill } from "./use-fill.ts";

type Props = { request: CurlRequest; onClose: () => void };

/** Takes a command for curl, shows what becomes of it, and fills the step. */
export function CurlDialog({ request, onClose }: Props) {
  const [text, setText] = useState(request.text);
  const imported = useMemo(() => (text.trim() === "" ? undefined : importCurl(text)), [text]);
  const { fill, pending, error, canCreate } = useFill(request);
  const [chosen, setChosen] = useState<Partial<Choice>>({});
  const choice: Choice = { ...startChoice(imported, canCreate), ...chosen };
  const isUnread = text.trim() !== "" && imported === undefined;

  async function apply() {
    if (imported !== undefined && (await fill(imported, choice))) onClose();
  }

  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title="Paste a command for curl"
      description="From a provider's documentation, or from the browser's developer tools: “Copy as cURL”."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={imported === undefined || pending}
            onClick={() => void apply()}
          >
            {request.nodeId === null ? "Add the step" : "Fill the step"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4" data-own-undo="">
        <FormField
          label="Command"
          error={
            isUnread ? "There is no address in it. A command looks like: curl https://…" : error
          }
        >
          <TextArea
            rows={6}
            autoFocus
            spellCheck={false}
            className="font-mono text-xs"
            placeholder={"curl https://api.example.com/orders \\\n  -H 'Accept: application/json'"}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setChosen({});
            }}
          />
        </FormField>
        {imported && (
          <>
            <p aria-live="polite" className="text-sm [overflow-wrap:anywhere]">
              {describeImport(imported.config)}
            </p>
            <CredentialChoice
              imported={imported}
              canCreate={canCreate}
              choice={choice}
              onChange={(patch) => setChosen({ ...chosen, ...patch })}
            />
            {imported.notes.length > 0 && (
              <Callout tone="warn" title="Look at this afterwards">
                <ul className="list-disc pl-4">
                  {imported.notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              </Callout>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
