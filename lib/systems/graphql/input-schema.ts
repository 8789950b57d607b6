import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";
import type { Json } from "#lib/flow/json.ts";
import type { FormSchema } from "../contract.ts";

/** Input objects beyond this many are entered as JSON: a step keeps a copy of its operation. */
const mostTypes = 60;

const scalars: { [name: string]: FormSchema["type"] } = {
  Int: "integer",
  Float: "number",
  Boolean: "boolean",
  String: "string",
  ID: "string",
};

/** Reads arguments as forms, with the input objects that they share. */
export class InputReader {
  readonly defs: { [name: string]: FormSchema } = {};

  read(type: GraphQLInputType): FormSchema {
    if (isNonNullType(type)) return this.read(type.ofType);
    if (isListType(type)) return { type: "array", items: this.read(type.ofType) };
    if (isEnumType(type)) {
      return { type: "string", enum: type.getValues().map(({ name }) => name) };
    }
    if (!isInputObjectType(type)) {
      const scalar = scalars[type.name];
      // Scalars of its own: JSON where it is JSON, else text.
      return scalar === undefined ? { type: "any", format: type.name } : { type: scalar };
    }
    if (Object.hasOwn(this.defs, type.name)) return { ref: type.name };
    if (Object.keys(this.defs).length >= mostTypes) return { type: "any", title: type.name };
    const known: FormSchema = { type: "object" };
    this.defs[type.name] = known;
    const fields = Object.values(type.getFields());
    known.properties = Object.fromEntries(
      fields.map(({ name, type: inner, description, defaultValue }) => [
        name,
        {
          ...this.read(inner),
          ...(description && { help: description.slice(0, 200) }),
          ...(defaultValue !== undefined && { default: defaultValue as Json /* a literal */ }),
        },
      ]),
    );
    const required = fields.filter(isRequiredInputField).map(({ name }) => name);
    if (required.length > 0) known.required = required;
    return { ref: type.name };
  }
}
