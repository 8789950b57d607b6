import { z } from "zod";

/** A key file as Google hands it out; what else is in it is of no use here. */
const serviceAccount = z.looseObject({
  type: z.literal("service_account"),
  client_email: z.email(),
  private_key: z.string().startsWith("-----BEGIN"),
  private_key_id: z.string().optional(),
  token_uri: z.url().default("https://oauth2.googleapis.com/token"),
});
export type ServiceAccount = z.infer<typeof serviceAccount>;

/** The key file's contents; a plain sentence when it is none. */
export function readServiceAccount(text: string): ServiceAccount | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "This is not JSON: paste the whole file, from the first { to the last }.";
  }
  const parsed = serviceAccount.safeParse(json);
  if (parsed.success) return parsed.data;
  const type = typeof json === "object" && json !== null && "type" in json ? json.type : undefined;
  return type === "service_account"
    ? "The key file is incomplete: paste the whole file."
    : "This is not a service account's key file. Those say “type”: “service_account”; an OAuth client's file is something else.";
}
