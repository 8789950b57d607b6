import { fitsHosts } from "../fits-hosts.ts";
import { allowInsecure } from "./common-fields.ts";
import { furtherHooks, hookAddresses } from "./hook-address.ts";
import type { ConnectionKind, ConnectionValues, CredentialField, Misfit } from "./kind.ts";

type Hook = Pick<ConnectionKind, "id" | "label" | "summary"> & {
  guide: NonNullable<ConnectionKind["guide"]>;
  /** Hosts that belong to the service, as patterns. */
  hosts: string;
  placeholder: string;
  /** For a service that wants a key of its own as well. */
  key?: { help: string };
  /** For a service whose connection may hold several hooks, to choose from in a step. */
  several?: { label: string; help: string };
  /** Further fields of the service's own; addresses among them have to be the service's too. */
  more?: readonly CredentialField[];
};

/**
 * A web hook of an automation service. Whoever has its address can use it, so the address is the
 * secret; only its host is shown.
 */
export function hookKind({
  hosts,
  placeholder,
  key,
  several,
  more,
  ...rest
}: Hook): ConnectionKind {
  const ownKey: CredentialField[] =
    key === undefined
      ? []
      : [
          {
            key: "apiKey",
            label: "API key",
            help: key.help,
            secret: true,
            required: false,
            input: "password",
            format: "token",
          },
        ];
  return {
    ...rest,
    group: "hooks",
    http: false,
    test: "sample",
    complete: ({ settings, secrets }) => ({
      settings: { ...settings, allowedHosts: hostsOf({ settings, secrets }).join(", ") },
      secrets,
    }),
    check({ settings, secrets }) {
      const misfits = signatureMisfits(secrets.signingSecret ?? "");
      if (settings.otherHost === "true") return misfits;
      const also = (more ?? []).filter(({ format, secret }) => format === "url" && !secret);
      const addresses = [
        ...hookAddresses({ settings, secrets }),
        ...also.map(({ key: name }) => String(settings[name] ?? "")),
      ];
      const [url] = addresses
        .flatMap((address) => URL.parse(address) ?? [])
        .filter((address) => !fitsHosts(address, hosts));
      if (url === undefined) return misfits;
      const message = `${url.host} is not a host of this service (${hosts}). Check the address, or switch on “Allow another host”.`;
      return [{ path: "hookUrl", message }, ...misfits];
    },
    fields: [
      {
        key: "hookUrl",
        label: "Hook address",
        help: `Kept secret: whoever has it can start your automation. Expected at ${hosts}.`,
        placeholder,
        secret: true,
        required: true,
        input: "password",
        format: "url",
      },
      ...ownKey,
      ...(several === undefined ? [] : [furtherHooksField(several)]),
      ...(more ?? []),
      {
        key: "headerName",
        label: "Further header",
        help: "A header that your automation checks, so that a leaked address alone is of no use.",
        placeholder: "X-Shared-Secret",
        secret: false,
        required: false,
        input: "text",
        format: "header-name",
        advanced: true,
      },
      {
        key: "headerValue",
        label: "The header's value",
        help: "Encrypted and never shown again.",
        secret: true,
        required: false,
        input: "password",
        format: "token",
        advanced: true,
      },
      {
        key: "signingSecret",
        label: "Signing secret",
        help: "Signs what is sent as standardwebhooks.com has it, for a relay that checks it. To make one: whsec_ followed by what “openssl rand -base64 32” prints.",
        placeholder: "whsec_…",
        secret: true,
        required: false,
        input: "password",
        format: "token",
        advanced: true,
      },
      {
        key: "otherHost",
        label: "Allow another host",
        help: `For a relay or a service of your own: takes an address that is not at ${hosts}.`,
        secret: false,
        required: false,
        input: "toggle",
        format: "text",
        advanced: true,
      },
      { ...allowInsecure, advanced: true },
    ],
  };
}

function furtherHooksField(several: { label: string; help: string }): CredentialField {
  return {
    ...several,
    key: furtherHooks,
    secret: true,
    required: false,
    input: "rows",
    format: "hooks",
  };
}

function hostsOf(values: ConnectionValues): string[] {
  return [...new Set(hookAddresses(values).flatMap((address) => URL.parse(address)?.host ?? []))];
}

/** A secret of standardwebhooks.com: 24 to 64 bytes in base64. */
function signatureMisfits(secret: string): Misfit[] {
  const base64 = /^whsec_([A-Za-z\d+/]{32,86}={0,2})$/.exec(secret)?.[1];
  if (secret === "" || (base64 !== undefined && base64.length % 4 === 0)) return [];
  const message = "The signing secret is whsec_ followed by 24 to 64 bytes in base64.";
  return [{ path: "signingSecret", message }];
}
