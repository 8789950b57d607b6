"use client";
import { type FormEvent, useId, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { Scope } from "#lib/access/api-keys/scopes.ts";
import type { ApiKeyActions, OfferedScope } from "./api-key-actions.ts";

type Props = {
  offered: readonly OfferedScope[];
  baseUrl: string;
  create: ApiKeyActions["create"];
  onClose: () => void;
  onDone: () => void;
};

const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "Never" },
] as const;
type Life = (typeof lives)[number]["value"];
const days = { "30": 30, "90": 90, "365": 365, never: null } as const;

/** Makes a key, then shows it, once. */
export function NewKeyDialog({ offered, baseUrl, create, onClose, onDone }: Props) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [life, setLife] = useState<Life>("90");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const [key, setKey] = useState<string>();
  const form = useFocusInvalid(failure);
  const issue = (path: string) => failure?.issues?.find((found) => found.path === path)?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => create({ name, scopes: [...chosen], days: days[life] }));
    setPending(false);
    setFailure(result.ok ? undefined : result.error);
    if (!result.ok) return;
    setKey(result.value.key);
    onDone();
  }

  if (key !== undefined) return <MadeKey apiKey={key} baseUrl={baseUrl} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New API key"
      description="Lets a program do what you choose here, in your name, and never more than you may."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="new-key" pending={pending}>
            Make the key
          </Button>
        </>
      }
    >
      <form ref={form} id="new-key" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && !failure.issues && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        <FormField
          label="Name"
          error={issue("name")}
          help="What uses it, such as “Website chatbot”."
        >
          <TextInput
            value={name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
        <ScopeChoice
          offered={offered}
          chosen={chosen}
          error={issue("scopes")}
          onChange={setChosen}
        />
        <FormField
          label="Good for"
          help={
            life === "never"
              ? "A key that never ends is found by somebody one day. Revoke it when it is not needed any more."
              : "After that it opens nothing; make a new one before."
          }
        >
          <Select
            options={lives}
            value={life}
            onChange={(event) => setLife(event.target.value as Life /* one of the options */)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}

function ScopeChoice({
  offered,
  chosen,
  error,
  onChange,
}: {
  offered: readonly OfferedScope[];
  chosen: readonly Scope[];
  error: string | undefined;
  onChange: (scopes: readonly Scope[]) => void;
}) {
  const id = useId();
  return (
    <fieldset
      className="flex flex-col gap-1.5"
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className="mb-1 font-medium text-sm">It may</legend>
      {offered.map(({ value, label, help }, index) => (
        <label
          key={value}
          className="flex items-start gap-2.5 rounded-lg px-1 py-0.5 hover:bg-hover"
        >
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            aria-invalid={(index === 0 && error !== undefined) || undefined}
            onChange={({ target }) =>
              onChange(
                target.checked ? [...chosen, value] : chosen.filter((scope) => scope !== value),
              )
            }
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="text-sm">{label}</span>
            {help !== "" && <span className="block text-muted text-xs">{help}</span>}
          </span>
        </label>
      ))}
      {error && (
        <p id={`${id}-error`} className="text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function MadeKey({
  apiKey,
  baseUrl,
  onClose,
}: {
  apiKey: string;
  baseUrl: string;
  onClose: () => void;
}) {
  const id = useId();
  const example = `curl ${baseUrl}/api/v1/flows \\\n  -H "Authorization: Bearer ${apiKey}"`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The key is ready"
      description="Copy it now: it is not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="font-medium text-sm">
            API key
          </label>
          <div className="flex items-center gap-2">
            <TextInput
              id={id}
              readOnly
              autoFocus
              value={apiKey}
              className="font-mono text-sm"
              onFocus={(event) => event.target.select()}
            />
            <CopyButton text={apiKey} label="Copy the key" />
          </div>
          <p className="text-muted text-sm">
            Keep it like a password, on servers only: whoever has it can do what it may.
          </p>
        </div>
        <div className="flex flex-col gap-1">
          <p className="font-medium text-sm">Try it</p>
          <pre className="whitespace-pre-wrap break-all rounded-lg border border-line bg-sunken p-3 font-mono text-xs">
            {example}
          </pre>
        </div>
      </div>
    </Dialog>
  );
}
