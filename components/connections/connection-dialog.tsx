"use client";
import { type FormEvent, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { cx } from "#components/ui/cx.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { CredentialField } from "#lib/connections/kinds/kind.ts";
import { connectionKindOf, connectionKinds } from "#lib/connections/kinds.ts";
import { leaveForProvider } from "./connect-button.tsx";
import type { ConnectionActions } from "./connection-actions.ts";
import { givenValues } from "./given-values.ts";
import { RedirectAddress } from "./redirect-address.tsx";
import { ScopePicker } from "./scope-picker.tsx";

type Props = {
  /** Null makes a new one. */
  connection: ConnectionSummary | null;
  actions: ConnectionActions;
  redirectAddress: string;
  onClose: () => void;
  onDone: () => Promise<void>;
};

type Failure = Extract<ActionResult<never>, { ok: false }>["error"];

/** What a form starts with: the settings that are not secret, and empty secrets. */
function startingValues(connection: ConnectionSummary | null): { [key: string]: string } {
  const values: { [key: string]: string } = {};
  for (const [key, value] of Object.entries(connection?.settings ?? {})) {
    values[key] = typeof value === "string" ? value : value === true ? "true" : "";
  }
  return values;
}

/** Creates a credential, or changes one; its secrets can be replaced and never read. */
export function ConnectionDialog(props: Props) {
  const { connection, actions, redirectAddress, onClose, onDone } = props;
  const [kindId, setKindId] = useState(connection?.kind ?? connectionKinds[0]?.id ?? "");
  const [name, setName] = useState(connection?.name ?? "");
  const [values, setValues] = useState(() => startingValues(connection));
  /** Stored secrets that the connection shall do without from now on. */
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const form = useFocusInvalid(failure);
  const kind = connectionKindOf(kindId);

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(undefined);
    const given = givenValues(kind?.fields ?? [], values, connection === null ? null : emptied);
    const result = await tryAction(() =>
      connection === null
        ? actions.create({ name, kind: kindId, values: given })
        : actions.update({ connectionId: connection.id, name, values: given }),
    );
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    await onDone();
    onClose();
    await tryOut(result.value);
  }

  /** A credential with a test address is tried at once: a typing error shows now, not at night. */
  async function tryOut(saved: ConnectionSummary) {
    if (saved.attention?.code === "oauth_not_connected") {
      return toast({
        title: `“${saved.name}” is saved. Connect the account next.`,
        action: {
          label: "Connect",
          onClick: () => void leaveForProvider(actions.connect, saved.id),
        },
      });
    }
    if (!saved.settings.testUrl) return toast({ title: `“${saved.name}” is saved.`, tone: "ok" });
    const tested = await tryAction(() => actions.test({ connectionId: saved.id }));
    await onDone();
    if (!tested.ok) return toast({ title: tested.error.message, tone: "bad" });
    const outcome = tested.value.lastTest;
    toast({
      title: outcome?.ok
        ? `“${saved.name}” is saved and works.`
        : `“${saved.name}” is saved, but does not work.`,
      detail: outcome?.message,
      tone: outcome?.ok ? "ok" : "bad",
    });
  }

  const issueOf = (key: string) =>
    failure?.issues?.find((issue) => issue.path === key || issue.path === `values.${key}`)?.message;

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={connection === null ? "New connection" : `Edit “${connection.name}”`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="connection" pending={pending}>
            {connection === null ? "Create connection" : "Save"}
          </Button>
        </>
      }
    >
      <form ref={form} id="connection" onSubmit={save} className="flex flex-col gap-4" noValidate>
        <FormField
          label="Name"
          help="What people choose it by in flows."
          error={issueOf("name")}
          required
        >
          <TextInput
            autoFocus
            value={name}
            maxLength={80}
            placeholder="Sales CRM"
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
        {connection === null && <KindChoice value={kindId} onChange={setKindId} />}
        {kind?.oauth === "person" && <RedirectAddress kind={kind.id} address={redirectAddress} />}
        {kind?.fields.map((field) => (
          <CredentialInput
            key={`${kind.id}.${field.key}`}
            field={field}
            value={values[field.key] ?? ""}
            error={issueOf(field.key)}
            keeps={connection}
            onChange={(value) => setValues({ ...values, [field.key]: value })}
            emptied={emptied.has(field.key)}
            onEmptied={(isEmptied) => {
              const next = new Set(emptied);
              if (isEmptied) next.add(field.key);
              else next.delete(field.key);
              setEmptied(next);
            }}
          />
        ))}
        {isUnencrypted(values) && (
          <Callout tone="warn" title="The test address is not encrypted">
            Patchbay does not send the credential there. Use an https address, or, inside your own
            network, switch on “Allow without encryption”.
          </Callout>
        )}
        {failure && !failure.issues?.length && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}

function isUnencrypted({ testUrl = "", allowInsecure }: { [key: string]: string }): boolean {
  return allowInsecure !== "true" && /^\s*http:/i.test(testUrl);
}

function KindChoice({ value, onChange }: { value: string; onChange: (kind: string) => void }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Kind</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {connectionKinds.map((kind) => (
          <label
            key={kind.id}
            className={cx(
              "flex cursor-pointer flex-col rounded-lg border p-3 transition-colors duration-100 has-focus-visible:outline-2 has-focus-visible:outline-accent",
              value === kind.id ? "border-accent bg-accent-soft" : "border-line hover:bg-hover",
            )}
          >
            <input
              type="radio"
              name="kind"
              className="sr-only"
              checked={value === kind.id}
              onChange={() => onChange(kind.id)}
            />
            <span className="font-medium">{kind.label}</span>
            <span className="text-muted text-xs">{kind.summary}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type InputProps = {
  field: CredentialField;
  value: string;
  error: string | undefined;
  /** The connection whose secret stays when the input is left empty. */
  keeps: ConnectionSummary | null;
  onChange: (value: string) => void;
  /** Whether the stored secret goes without a new one; only for optional ones. */
  emptied: boolean;
  onEmptied: (emptied: boolean) => void;
};

function CredentialInput(props: InputProps) {
  const { field, value, error, keeps, onChange, emptied, onEmptied } = props;
  if (field.input === "toggle") {
    return (
      <div className="flex items-start gap-3">
        <Switch
          id={`credential-${field.key}`}
          checked={value === "true"}
          onCheckedChange={(checked) => onChange(checked ? "true" : "")}
          aria-describedby={`credential-${field.key}-help`}
        />
        <div>
          <label htmlFor={`credential-${field.key}`} className="font-medium text-sm">
            {field.label}
          </label>
          <p id={`credential-${field.key}-help`} className="text-muted text-xs">
            {field.help}
          </p>
        </div>
      </div>
    );
  }
  if (field.input === "scopes") {
    return <ScopePicker field={field} value={value} error={error} onChange={onChange} />;
  }
  const kept = field.secret && keeps !== null;
  return (
    <FormField
      label={field.label}
      help={field.help}
      error={error}
      required={field.required && !kept}
      action={
        kept &&
        !field.required && (
          <label className="flex items-center gap-1.5 text-muted text-xs">
            <input
              type="checkbox"
              checked={emptied}
              onChange={(event) => onEmptied(event.target.checked)}
            />
            No {field.label.toLowerCase()}
          </label>
        )
      }
    >
      <TextInput
        type={field.input}
        value={emptied ? "" : value}
        disabled={emptied}
        autoComplete={field.secret ? "new-password" : "off"}
        spellCheck={false}
        placeholder={
          emptied
            ? "Saved without one"
            : kept
              ? `Leave empty to keep ${keeps.hint ? `••••${keeps.hint}` : "the stored one"}`
              : (field.placeholder ?? "")
        }
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  );
}
