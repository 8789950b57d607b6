"use client";
import type { ComponentType } from "react";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { JsonObject } from "#lib/flow/json.ts";
import { type ApiCall, bodyContent, isJsonType } from "#lib/systems/api-call.ts";
import type { FormSchema } from "#lib/systems/contract.ts";
import type { FieldProps } from "../field-props.ts";
import { useFieldScope } from "../field-scope.ts";
import { SchemaGroup } from "./schema-group.tsx";
import { SchemaInput } from "./schema-input.tsx";

type Props = {
  path: string;
  call: ApiCall;
  change: (next: Partial<ApiCall>, typedInto?: string) => void;
  Input: ComponentType<FieldProps>;
};

const headings = { path: "In the address", query: "Query", header: "Headers", cookie: "Cookies" };
const places = ["path", "query", "header", "cookie"] as const;

/** An operation's form: its parameters by place, then its body. */
export function CallForm({ path, call, change, Input }: Props) {
  const { readOnly } = useFieldScope();
  const { operation, values, rawBody } = call;
  if (operation === null) return null;
  const content = bodyContent(call);
  const shared = { defs: operation.defs, Input };
  const bodyName = operation.graphql === undefined ? "Body" : "Arguments";
  const canBeRaw = content !== undefined && isJsonType(content.type);
  return (
    <>
      {places.map((place) => {
        const parameters = operation.parameters.filter((each) => each.in === place);
        if (parameters.length === 0) return null;
        const schema: FormSchema = {
          type: "object",
          properties: Object.fromEntries(
            parameters.map(({ name, schema: own, help, example }) => [
              name,
              {
                ...own,
                ...(help !== undefined && { help }),
                ...(example !== undefined && { example }),
              },
            ]),
          ),
          required: parameters.filter(({ required }) => required).map(({ name }) => name),
        };
        return (
          <section key={place} aria-label={headings[place]} className="flex flex-col gap-3">
            <h3 className="font-medium text-muted text-xs">{headings[place]}</h3>
            <SchemaGroup
              {...shared}
              Nested={SchemaInput}
              schema={schema}
              path={`${path}.values.${place}`}
              value={values[place]}
              onChange={(next, typedInto) =>
                change({ values: { ...values, [place]: next as JsonObject } }, typedInto)
              }
            />
          </section>
        );
      })}
      {operation.body !== undefined && content !== undefined && (
        <section aria-label={bodyName} className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-2">
            <h3 className="font-medium text-muted text-xs">
              {bodyName}
              {!operation.body.required && " (optional)"}
            </h3>
            {canBeRaw && (
              // biome-ignore lint/a11y/noLabelWithoutControl: the switch within is the control
              <label className="flex items-center gap-2 text-xs">
                As JSON
                <Switch
                  checked={rawBody !== null}
                  disabled={readOnly}
                  onCheckedChange={(raw) =>
                    change({
                      rawBody: raw ? JSON.stringify(values.body ?? {}, null, 2) : null,
                    })
                  }
                />
              </label>
            )}
          </div>
          {operation.body.contents.length > 1 && (
            <Select
              aria-label="Sent as"
              value={content.type}
              disabled={readOnly}
              options={operation.body.contents.map(({ type }) => ({ value: type, label: type }))}
              onChange={(event) => change({ contentType: event.target.value, rawBody: null })}
            />
          )}
          {rawBody === null ? (
            <SchemaInput
              {...shared}
              bare
              name={bodyName}
              required={operation.body.required}
              schema={content.schema}
              path={`${path}.values.body`}
              value={values.body}
              onChange={(next, typedInto) =>
                change({ values: { ...values, body: next } }, typedInto)
              }
            />
          ) : (
            <Input
              field={{
                kind: "json",
                label: operation.graphql === undefined ? "JSON body" : "Arguments as JSON",
                templated: true,
              }}
              path={`${path}.rawBody`}
              value={rawBody}
              onChange={(next, typedInto) => change({ rawBody: String(next) }, typedInto)}
            />
          )}
        </section>
      )}
    </>
  );
}
