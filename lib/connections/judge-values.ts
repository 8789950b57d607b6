import type { AllowList } from "#lib/http/allow-list.ts";
import { explainReceiver } from "#lib/http/explain-receiver.ts";
import { kindServerOf } from "./kind-servers.ts";
import type { ConnectionKind, ConnectionValues, Misfit } from "./kinds/kind.ts";

/** What it takes a server to find wrong with new values: by its kind, and where tokens are asked for. */
export function judge(kind: ConnectionKind, allow: AllowList | undefined) {
  return (values: ConnectionValues): Misfit[] => [
    ...(kindServerOf(kind.id)?.check?.(values) ?? []),
    ...(kind.oauth === undefined ? [] : plainProviders(kind, values, allow)),
  ];
}

/** A provider is sent secrets: over https, or where both the operator and the admin allow less. */
function plainProviders(
  { fields }: ConnectionKind,
  { settings }: ConnectionValues,
  allow: AllowList | undefined,
): Misfit[] {
  const addresses = fields.filter(({ format, key }) => format === "url" && key !== "testUrl");
  return addresses.flatMap(({ key }) => {
    const address = settings[key];
    if (typeof address !== "string" || address === "") return [];
    const reason = explainReceiver(address, allow);
    if (reason !== undefined) return [{ path: key, message: reason }];
    const isOpen = new URL(address).protocol === "http:" && settings.allowInsecure !== "true";
    const message = "Switch on “Allow without encryption” to ask this provider over http://.";
    return isOpen ? [{ path: key, message }] : [];
  });
}
