"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { NewTabLink } from "#components/ui/new-tab-link.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type {
  ConnectionSlot,
  TemplateDetail,
  TemplateParameter,
  TemplateValues,
} from "#lib/templates/template.ts";

export type KnownConnection = { id: string; name: string; kind: string };

type Props = {
  template: Pick<TemplateDetail, "parameters" | "connections">;
  connections: readonly KnownConnection[];
  values: TemplateValues;
  /** By `parameters.key` and `connections.ref`. */
  errors: { [path: string]: string };
  /** Whether this person may make connections. */
  canConnect: boolean;
  onChange: (values: TemplateValues) => void;
};

/** What is filled in at first: suggestions, and a connection where only one fits. */
export function firstValues(
  { parameters, connections: slots }: Props["template"],
  connections: readonly KnownConnection[],
): TemplateValues {
  return {
    parameters: Object.fromEntries(parameters.map(({ key, initial }) => [key, initial])),
    connections: Object.fromEntries(
      slots.map(({ ref, kinds, required }) => {
        const fitting = connections.filter(({ kind }) => kinds.includes(kind));
        return [ref, required && fitting.length === 1 ? (fitting[0]?.id ?? null) : null];
      }),
    ),
  };
}

/** All that a template asks for, and nothing else. */
export function SetupFields(props: Props) {
  const { template, values, errors, onChange } = props;
  return (
    <>
      {template.parameters.map((parameter) => (
        <Parameter
          key={parameter.key}
          parameter={parameter}
          value={values.parameters[parameter.key] ?? ""}
          error={errors[`parameters.${parameter.key}`]}
          onChange={(value) =>
            onChange({ ...values, parameters: { ...values.parameters, [parameter.key]: value } })
          }
        />
      ))}
      {template.connections.map((slot) => (
        <Slot key={slot.ref} slot={slot} {...props} />
      ))}
    </>
  );
}

type ParameterProps = {
  parameter: TemplateParameter;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
};

function Parameter({ parameter, value, error, onChange }: ParameterProps) {
  const { label, help, kind, placeholder, options, required } = parameter;
  const shared = { value, placeholder };
  return (
    <FormField label={label} help={help || undefined} error={error} required={required}>
      {kind === "choice" ? (
        <Select
          value={value}
          onChange={(event) => onChange(event.target.value)}
          options={options.map((option) => ({ value: option, label: option }))}
        />
      ) : kind === "lines" ? (
        <TextArea rows={3} {...shared} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <TextInput
          {...shared}
          inputMode={kind === "number" ? "decimal" : kind === "url" ? "url" : undefined}
          maxLength={10_000}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}

function Slot({
  slot: { ref, label, help, kinds, required },
  connections,
  values,
  errors,
  canConnect,
  onChange,
}: Props & { slot: ConnectionSlot }) {
  const fitting = connections.filter(({ kind }) => kinds.includes(kind));
  return (
    <FormField
      label={`Connection: ${label}`}
      help={help || undefined}
      error={errors[`connections.${ref}`]}
      required={required}
      action={
        canConnect && (
          <NewTabLink href={`/connections?new=${kinds.length === 1 ? kinds[0] : "choose"}`}>
            Make one
          </NewTabLink>
        )
      }
    >
      <Select
        value={values.connections[ref] ?? ""}
        onChange={(event) =>
          onChange({
            ...values,
            connections: { ...values.connections, [ref]: event.target.value || null },
          })
        }
        options={[
          { value: "", label: required ? "Choose one" : "None" },
          ...fitting.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </FormField>
  );
}
