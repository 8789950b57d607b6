import { commonFields } from "./common-fields.ts";
import type { ConnectionValues, CredentialField, ScopeChoice } from "./kind.ts";

/** What every OAuth client has: its id and its secret. */
export function clientFields(whereToFind: string, secretRequired: boolean): CredentialField[] {
  return [
    {
      key: "clientId",
      label: "Client ID",
      help: whereToFind,
      placeholder: "Paste the client ID",
      secret: false,
      required: true,
      input: "text",
      format: "token",
    },
    {
      key: "clientSecret",
      label: "Client secret",
      help: secretRequired
        ? "Beside the client ID. Providers show it once, when it is made."
        : "Beside the client ID. Leave it empty for a public app, which has none.",
      placeholder: "Paste the client secret",
      secret: true,
      required: secretRequired,
      input: "password",
      format: "token",
    },
  ];
}

/** A choice of what the account is asked for. */
export function scopesField(help: string, choices?: readonly ScopeChoice[]): CredentialField {
  return {
    key: "scopes",
    label: choices === undefined ? "Scopes" : "What it may do",
    help,
    placeholder: "read:orders write:orders",
    secret: false,
    required: false,
    input: "scopes",
    format: "scopes",
    ...(choices !== undefined && { choices }),
  };
}

/** An address of the provider's. */
export function addressField(
  key: string,
  label: string,
  help: string,
  placeholder: string,
): CredentialField {
  return {
    ...{ key, label, help, placeholder },
    ...{ secret: false, required: false, input: "text", format: "url" },
  };
}

/** As for every other credential, with words that fit a token which the provider gives. */
export function oauthCommonFields(hosts: { required: boolean; help: string }): CredentialField[] {
  return commonFields.map((field) => {
    if (field.key === "allowedHosts") return { ...field, ...hosts };
    if (field.key !== "testUrl") return field;
    return {
      ...field,
      help: "“Test” reads this address with the account's token. Left empty, it asks the provider whose account it is, where the provider can say so.",
    };
  });
}

/** Without a choice of hosts, the token goes to the test address's host, or else where the provider's API is. */
export function limitToOAuthHosts(defaultHosts?: string) {
  return ({ settings, secrets }: ConnectionValues): ConnectionValues => {
    if (settings.allowedHosts !== "") return { settings, secrets };
    const url = typeof settings.testUrl === "string" ? URL.parse(settings.testUrl) : null;
    const hosts = url?.host ?? defaultHosts;
    if (hosts === undefined) return { settings, secrets };
    return { settings: { ...settings, allowedHosts: hosts }, secrets };
  };
}
