"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AddressField } from "./address-field.tsx";
import { BooleanField } from "./boolean-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { DateField } from "./date-field.tsx";
import type { FieldProps } from "./field-props.ts";
import { FlowField } from "./flow-field.tsx";
import { JsonField } from "./json-field.tsx";
import { ListField } from "./list-field.tsx";
import { NumberField } from "./number-field.tsx";
import { RulesField } from "./rules-field.tsx";
import { ScheduleField } from "./schedule-field.tsx";
import { SelectField } from "./select-field.tsx";
import { TagsField } from "./tags-field.tsx";
import { TextField } from "./text-field.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";
import { VariableField } from "./variable-field.tsx";
import { WeeklyHoursField } from "./weekly-hours-field.tsx";

/** Only a step that calls a system needs it, and it is large. */
const ApiCallField = dynamic(
  () => import("./api-call/api-call-field.tsx").then((loaded) => loaded.ApiCallField),
  { loading: () => <Skeleton className="h-24 w-full" /> },
);

/** The input for a field of any kind. */
export function FieldInput({ field, ...rest }: FieldProps) {
  switch (field.kind) {
    case "text":
      return <TextField field={field} {...rest} />;
    case "number":
      return <NumberField field={field} {...rest} />;
    case "boolean":
      return <BooleanField field={field} {...rest} />;
    case "select":
      return <SelectField field={field} {...rest} />;
    case "json":
      return <JsonField field={field} {...rest} />;
    case "list":
      return <ListField field={field} Input={FieldInput} {...rest} />;
    case "tags":
      return <TagsField field={field} {...rest} />;
    case "rules":
      return <RulesField field={field} {...rest} />;
    case "variable":
      return <VariableField field={field} {...rest} />;
    case "time-zone":
      return <TimeZoneField field={field} {...rest} />;
    case "date":
      return <DateField field={field} {...rest} />;
    case "weekly-hours":
      return <WeeklyHoursField field={field} {...rest} />;
    case "schedule":
      return <ScheduleField field={field} {...rest} />;
    case "flow":
      return <FlowField field={field} {...rest} />;
    case "choice":
      return <ChoiceField field={field} {...rest} />;
    case "api-call":
      return <ApiCallField field={field} Input={FieldInput} {...rest} />;
    case "address":
      return <AddressField field={field} {...rest} />;
  }
}
