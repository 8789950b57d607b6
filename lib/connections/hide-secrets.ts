import { secretPattern } from "./secret-forms.ts";

/** Text without these secrets, in whatever form they stand in it. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const pattern = secretPattern(Object.fromEntries(secrets.entries()));
  return pattern === null ? text : text.replace(pattern, "•••");
}
