import { fitsHosts } from "../fits-hosts.ts";
import { allowInsecure } from "./common-fields.ts";
import type { ConnectionKind, CredentialField } from "./kind.ts";

type Hook = Pick<ConnectionKind, "id" | "label" | "summary"> & {
  guide: NonNullable<ConnectionKind["guide"]>;
  /** Hosts that belong to the service, as patterns. */
  hosts: string;
  placeholder: string;
  /** For a service that wants a key of its own as well. */
  key?: { help: string };
};

/**
 * A web hook of an automation service. Whoever has its address can use it, so the address is the
 * secret; only its host is shown.
 */
export function hookKind({ hosts, placeholder, key, ...rest }: Hook): ConnectionKind {
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
      settings: { ...settings, allowedHosts: URL.parse(secrets.hookUrl ?? "")?.host ?? "" },
      secrets,
    }),
    check({ settings, secrets }) {
      const url = URL.parse(secrets.hookUrl ?? "");
      if (url === null || settings.otherHost === "true" || fitsHosts(url, hosts)) return [];
      const message = `${url.host} is not a host of this service (${hosts}). Check the address, or switch on “Allow another host”.`;
      return [{ path: "hookUrl", message }];
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
