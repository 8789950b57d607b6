import { Validator } from "@seriousme/openapi-schema-validator";
import type { Raw } from "./compact-schema.ts";

/** Where a description breaks its own standard, at most five places. Many that work do. */
export async function findFlaws(raw: Raw): Promise<string[]> {
  const result = await new Validator().validate(structuredClone(raw));
  if (result.valid) return [];
  const errors = Array.isArray(result.errors) ? result.errors : [];
  const told = errors.map((error) => {
    // A JSON pointer (RFC 6901), as people read it: `paths › /shops › get`.
    const place = error.instancePath
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .join(" › ");
    return `${place === "" ? "The description" : place} ${error.message ?? "is not right"}`;
  });
  return [...new Set(told)].slice(0, 5).map((flaw) => flaw.slice(0, 200));
}
