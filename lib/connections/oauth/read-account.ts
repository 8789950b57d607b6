import type { HttpClient } from "#lib/http/client.ts";
import type { Provider } from "./provider.ts";

/**
 * Asks a provider whose account a token is for: the e-mail address, else a name, else nothing. What
 * it says is shown and decides nothing.
 */
export async function readAccount(
  http: HttpClient,
  provider: Pick<Provider, "allowInsecure">,
  url: string,
  accessToken: string,
): Promise<{ status: number; account: string }> {
  const { status, body } = await http.request({
    method: "GET",
    url,
    headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
    timeoutMs: 10_000,
    maxBytes: 200_000,
    allowInsecureCredentials: provider.allowInsecure,
  });
  if (status >= 400) return { status, account: "" };
  return { status, account: nameIn(Buffer.from(body).toString("utf8")) };
}

function nameIn(text: string): string {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return "";
  }
  if (typeof said !== "object" || said === null) return "";
  const claims = new Map<string, unknown>(Object.entries(said));
  const names = ["email", "preferred_username", "login", "name", "sub"].map((key) =>
    claims.get(key),
  );
  const found = names.find((value) => typeof value === "string" && value !== "");
  return typeof found === "string" ? found.replace(/\p{C}+/gu, " ").slice(0, 120) : "";
}
