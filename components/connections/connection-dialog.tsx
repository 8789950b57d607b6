"use client";
import { type FormEvent, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Fold } from "#components/ui/fold.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { ConnectionKind, CredentialField } from "#lib/connections/kinds/kind.ts";
import { connectionKindOf } from "#lib/connections/kinds.ts";
import { suggestedHost, wouldGoAnywhere } from "./any-host.ts";
import { AnyHostWarning } from "./any-host-warning.tsx";
import { type CareChoices, GrantFields, LimitFields } from "./care-fields.tsx";
import type { ConnectionActions } from "./connection-actions.ts";
import { CredentialInput } from "./credential-input.tsx";
import { dayOf, endOf, isUnencrypted, startingValues } from "./form-values.ts";
import { givenValues } from "./given-values.ts";
import { KindGuide } from "./kind-guide.tsx";
import { KindPicker } from "./kind-picker.tsx";
import { RedirectAddress } from "./redirect-address.tsx";

type Props = {
  /** Null makes a new one. */
  connection: ConnectionSummary | null;
  /** What a new one begins with, when that is known; empty texts else. */
  start: { kind: string; hosts: string };
  choices: CareChoices;
  actions: ConnectionActions;
  redirectAddress: string;
  onClose: () => void;
  /** It is stored. */
  onSaved: (saved: ConnectionSummary) => Promise<void>;
};

/** Creates a credential, or changes one. A new one begins with the choice of its kind. */
export function ConnectionDialog(props: Props) {
  const { connection, start, onClose } = props;
  const [kind, setKind] = useState(
    connectionKindOf(connection === null ? start.kind : connection.kind),
  );
  if (kind !== undefined) {
    const back = connection === null ? () => setKind(undefined) : undefined;
    return <ConnectionForm key={kind.id} {...props} kind={kind} onBack={back} />;
  }
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title="New connection"
      description="What should flows be able to sign in to?"
    >
      <KindPicker onPick={setKind} />
    </Dialog>
  );
}

type FormProps = Props & { kind: ConnectionKind; onBack: (() => void) | undefined };
type Failure = Extract<ActionResult<never>, { ok: false }>["error"];

/** The form of one kind; its secrets can be replaced and never read. */
function ConnectionForm({
  connection,
  start,
  kind,
  choices,
  actions,
  redirectAddress,
  onClose,
  onSaved,
  onBack,
}: FormProps) {
  const [name, setName] = useState(connection?.name ?? "");
  const [values, setValues] = useState(() => {
    const starting = startingValues(kind, connection);
    const isAsked = connection === null && kind.id === start.kind && start.hosts !== "";
    return isAsked && "allowedHosts" in starting
      ? { ...starting, allowedHosts: start.hosts }
      : starting;
  }); /** Stored secrets that the connection shall do without from now on. */
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set());
  const [limits, setLimits] = useState(connection?.limits ?? {});
  const [grants, setGrants] = useState(connection?.grants ?? {});
  const [endsOn, setEndsOn] = useState(() => dayOf(connection?.expiresAt));
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const form = useFocusInvalid(failure);

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(undefined);
    const given = givenValues(kind.fields, values, connection === null ? null : emptied);
    const input = { name, values: given, limits, grants, expiresAt: endOf(endsOn) };
    const result = await tryAction(() =>
      connection === null
        ? actions.create({ ...input, kind: kind.id })
        : actions.update({ ...input, connectionId: connection.id }),
    );
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    onClose();
    await onSaved(result.value);
  }

  const issueOf = (key: string) =>
    failure?.issues?.find((issue) => issue.path === key || issue.path === `values.${key}`)?.message;
  const input = (field: CredentialField) => (
    <CredentialInput
      key={field.key}
      field={field}
      value={values[field.key] ?? ""}
      error={issueOf(field.key)}
      keeps={connection}
      onChange={(value) => setValues({ ...values, ...setBy(field, value), [field.key]: value })}
      emptied={emptied.has(field.key)}
      onEmptied={(isEmptied) => {
        const next = new Set(emptied);
        if (isEmptied) next.add(field.key);
        else next.delete(field.key);
        setEmptied(next);
      }}
    />
  );
  const advanced = kind.fields.filter((field) => field.advanced);

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={connection === null ? `New connection: ${kind.label}` : `Edit “${connection.name}”`}
      footer={
        <>
          {onBack && (
            <Button className="mr-auto" onClick={onBack}>
              Another kind
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="connection" pending={pending}>
            {connection === null ? "Create connection" : "Save"}
          </Button>
        </>
      }
    >
      <form ref={form} id="connection" onSubmit={save} className="flex flex-col gap-4" noValidate>
        <KindGuide guide={kind.guide} open={connection === null} />
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
        {kind.oauth === "person" && <RedirectAddress kind={kind.id} address={redirectAddress} />}
        {kind.fields.filter((field) => !field.advanced).map(input)}
        {isUnencrypted(values) && (
          <Callout tone="warn" title="The test address is not encrypted">
            Patchbay does not send the credential there. Use an https address, or, inside your own
            network, switch on “Allow without encryption”.
          </Callout>
        )}
        {wouldGoAnywhere(kind, values) && (
          <AnyHostWarning
            suggested={suggestedHost(kind, values)}
            onLimit={(host) => setValues({ ...values, allowedHosts: host })}
          />
        )}
        {advanced.length > 0 && (
          <Fold
            key={advanced.some(({ key }) => issueOf(key)) ? "wrong" : "right"}
            title="More options"
            open={advanced.some(({ key }) => issueOf(key) !== undefined)}
          >
            {advanced.map(input)}
          </Fold>
        )}
        {!kind.knowsEnd && (
          <FormField
            label="Ends on"
            help="If the provider says so: the list warns you two weeks before."
            error={issueOf("expiresAt")}
          >
            <TextInput
              type="date"
              value={endsOn}
              onChange={(event) => setEndsOn(event.target.value)}
            />
          </FormField>
        )}
        <LimitFields {...{ kind, choices, limits, onChange: setLimits }} />
        <GrantFields {...{ choices, grants, onChange: setGrants }} />
        {failure && !failure.issues?.length && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}

/** What choosing this sets elsewhere: TLS goes with another port than STARTTLS. */
function setBy(field: CredentialField, value: string): { [key: string]: string } {
  if (field.input !== "select") return {};
  return field.options?.find((option) => option.value === value)?.sets ?? {};
}
