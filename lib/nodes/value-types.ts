/** What a text can be read as. */
export const valueTypes = ["auto", "text", "number", "boolean", "json"] as const;

export type ValueType = (typeof valueTypes)[number];
