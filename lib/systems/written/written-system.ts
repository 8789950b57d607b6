import { z } from "zod";

export const inputTypes = ["text", "number", "boolean", "date"] as const;
export const formats = ["xml", "soap11", "soap12", "form", "json", "text"] as const;

const name = z
  .string()
  .trim()
  .regex(/^[A-Za-z_][\w.-]{0,79}$/, {
    error: "Fields are named with letters, digits, “_”, “.” and “-”, beginning with a letter.",
  })
  .refine((one) => !["__proto__", "constructor", "prototype"].includes(one), {
    error: "A field cannot have this name.",
  });

/** What a step asks for. */
const input = z.strictObject({
  name,
  type: z.enum(inputTypes).default("text"),
  needed: z.enum(["optional", "required"]).default("optional"),
});

const operation = z.strictObject({
  /** Stays the same when it is renamed: what steps know it by. */
  id: z.string().min(1).max(60),
  name: z.string().trim().min(1, "Give every operation a name.").max(120),
  format: z.enum(formats).default("xml"),
  method: z.enum(["POST", "PUT", "PATCH", "GET", "DELETE"]).default("POST"),
  /** After the address, with its fields as `{field}`. */
  path: z.string().trim().max(500).default(""),
  /** What SOAP calls its action. */
  action: z.string().trim().max(500).default(""),
  inputs: z.array(input).max(100).default([]),
  /** With its fields as `{{ field }}`. */
  body: z.string().max(50_000).default(""),
});

/** A system that somebody has described by hand: its operations, each with a template of its body. */
export const writtenSystem = z.strictObject({
  baseUrl: z.url({
    protocol: /^https?$/,
    error: "Enter the system's address, with https://.",
  }),
  operations: z.array(operation).min(1, "Add at least one operation.").max(100),
});

export type WrittenSystem = z.infer<typeof writtenSystem>;
export type WrittenOperation = WrittenSystem["operations"][number];
export type BodyFormat = WrittenOperation["format"];
