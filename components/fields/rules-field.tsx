"use client";
import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { RulesField as Definition, TextField } from "#lib/nodes/fields.ts";
import { operatorOf, operators } from "#lib/nodes/rule-operators.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";
import { GroupedSelect } from "./grouped-select.tsx";
import { TextField as TextInput } from "./text-field.tsx";

const emptyRule = { left: "", operator: "equals", right: "" };

const operatorGroups = [...new Set(operators.map((each) => each.group))].map((group) => ({
  label: `${group.charAt(0).toUpperCase()}${group.slice(1)}`,
  options: operators
    .filter((each) => each.group === group)
    .map((each) => ({ value: each.id as string, label: each.label })),
}));

/** Rules, all or any of which have to fit. */
export function RulesField({ field, path, value, onChange, within }: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const when = asObject(value);
  const match = when.match === "any" ? "any" : "all";
  const rules = Array.isArray(when.rules) ? when.rules.map(asObject) : [];
  const change = (patch: JsonObject, typedInto?: string) =>
    onChange({ match, rules, ...patch }, typedInto);
  const changeRule = (index: number, patch: JsonObject, typedInto?: string) =>
    change(
      { rules: rules.map((rule, at) => (at === index ? { ...rule, ...patch } : rule)) },
      typedInto,
    );

  return (
    <FieldFrame
      field={field}
      path={path}
      within={within}
      single={false}
      action={
        rules.length > 1 && (
          <Segmented
            label="Which rules have to fit"
            value={match}
            onChange={(next) => change({ match: next })}
            options={[
              { value: "all", label: "All" },
              { value: "any", label: "Any" },
            ]}
            disabled={readOnly}
          />
        )
      }
    >
      {(control) => (
        <fieldset
          aria-labelledby={control["aria-labelledby"]}
          className="flex min-w-0 flex-col gap-1.5"
        >
          {rules.map((rule, index) => (
            // Rules have no lasting identity of their own; their inputs take new values in place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <div key={index} className="flex flex-col gap-1.5">
              {index > 0 && (
                <span className="font-medium text-muted text-xs">
                  {match === "all" ? "and" : "or"}
                </span>
              )}
              <RuleInput
                name={`Rule ${index + 1}`}
                path={`${path}.rules.${index}`}
                rule={rule}
                onChange={(patch, typedInto) => changeRule(index, patch, typedInto)}
                {...(rules.length > 1 &&
                  !readOnly && {
                    onRemove: () => change({ rules: rules.filter((_, at) => at !== index) }),
                  })}
              />
            </div>
          ))}
          {!readOnly && (
            <Button
              size="sm"
              variant="ghost"
              className="self-start"
              disabled={rules.length >= 50}
              icon={<Plus aria-hidden="true" className="size-4" />}
              onClick={() => change({ rules: [...rules, { ...emptyRule }] })}
            >
              Add rule
            </Button>
          )}
        </fieldset>
      )}
    </FieldFrame>
  );
}

type RuleProps = {
  name: string;
  path: string;
  rule: JsonObject;
  onChange: (patch: JsonObject, typedInto?: string) => void;
  onRemove?: () => void;
};

const left: TextField = { kind: "text", label: "Value", templated: true, placeholder: "A value" };

function RuleInput({ name, path, rule, onChange, onRemove }: RuleProps) {
  const { readOnly } = useFieldScope();
  const operator = operatorOf(rule.operator);
  const right: TextField = {
    kind: "text",
    label: "Compared with",
    templated: true,
    placeholder: operator?.placeholder ?? "Compared with",
  };
  return (
    <div className="flex flex-col gap-1">
      <TextInput
        field={left}
        path={`${path}.left`}
        value={rule.left}
        onChange={(next, typedInto) => onChange({ left: next }, typedInto)}
        bare
        within={name}
      />
      <div className="flex items-start gap-1">
        <GroupedSelect
          label={`${name}: comparison`}
          value={textOf(rule.operator)}
          groups={operatorGroups}
          disabled={readOnly}
          onChange={(next) => onChange({ operator: next })}
        />
        <div className="min-w-0 flex-1">
          {operator?.arity !== 1 && (
            <TextInput
              field={right}
              path={`${path}.right`}
              value={rule.right}
              onChange={(next, typedInto) => onChange({ right: next }, typedInto)}
              bare
              within={name}
            />
          )}
        </div>
        {onRemove && (
          <IconButton
            label={`Remove ${name.toLowerCase()}`}
            icon={<X className="size-4" />}
            size="sm"
            className="mt-0.5"
            onClick={onRemove}
          />
        )}
      </div>
    </div>
  );
}

function asObject(value: Json | undefined): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
