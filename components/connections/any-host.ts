import { goesAnywhere } from "#lib/connections/goes-anywhere.ts";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";

type Values = { [key: string]: string };

/** Whether a form filled in like this makes a credential that flows may send to any host. */
export function wouldGoAnywhere(kind: ConnectionKind, values: Values): boolean {
  if (!kind.fields.some(({ key }) => key === "allowedHosts")) return false;
  const { settings } = kind.complete?.({ settings: values, secrets: values }) ?? {
    settings: values,
  };
  return goesAnywhere({ kind: kind.id, settings });
}

/** The host of the first address in the form, also of one that is not whole yet. */
export function suggestedHost({ fields }: ConnectionKind, values: Values): string | undefined {
  const hosts = fields.flatMap(({ key, format }) => {
    const text = (values[key] ?? "").trim();
    if (format !== "url" || text === "") return [];
    const url = URL.parse(text.includes("://") ? text : `https://${text}`);
    return url !== null && /[\w-]\.[a-z]{2,}$/i.test(url.hostname) ? [url.host] : [];
  });
  return hosts[0];
}
