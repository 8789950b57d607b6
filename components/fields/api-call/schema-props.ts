import type { ComponentType } from "react";
import type { Json } from "#lib/flow/json.ts";
import type { FormSchema, Operation } from "#lib/systems/contract.ts";
import type { FieldProps } from "../field-props.ts";
import type { ChangeValue } from "../field-scope.ts";

/** What every input of a schema's value takes. */
export type SchemaProps = {
  schema: FormSchema;
  defs: Operation["defs"];
  path: string;
  value: Json | undefined;
  onChange: ChangeValue;
  Input: ComponentType<FieldProps>;
};

export type NamedProps = SchemaProps & {
  name: string;
  required: boolean;
  /** Without a frame of its own: under a heading that names it. */
  bare?: boolean;
};

/** The input for what is within, handed in because it in turn knows its holders. */
export type Nesting = { Nested: ComponentType<NamedProps> };
