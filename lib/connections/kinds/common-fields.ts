import type { ConnectionValues, CredentialField } from "./kind.ts";

export const testUrl: CredentialField = {
  key: "testUrl",
  label: "Test address",
  help: "“Test” reads this address with the credential. Pick one that answers only when the credential is right, such as the provider's “who am I” address.",
  placeholder: "https://api.example.com/v1/me",
  secret: false,
  required: false,
  input: "text",
  format: "url",
};

export const allowedHosts: CredentialField = {
  key: "allowedHosts",
  label: "Only for these hosts",
  help: "Hosts that may receive this credential, separated by commas. Left empty, it is the test address's host; without a test address, flows may send it to any host.",
  placeholder: "api.example.com, *.example.org",
  secret: false,
  required: false,
  input: "text",
  format: "hosts",
};

export const allowInsecure: CredentialField = {
  key: "allowInsecure",
  label: "Allow without encryption",
  help: "Lets the credential travel unencrypted, where others on the way can read it. Only for systems inside your own network.",
  secret: false,
  required: false,
  input: "toggle",
  format: "text",
};

/** What every general HTTP credential can be given besides the credential itself. */
export const commonFields: readonly CredentialField[] = [testUrl, allowedHosts, allowInsecure];

/** Without a choice of hosts, the credential goes to its own address's host and nowhere else. */
export function limitToHostOf(key: string) {
  return ({ settings, secrets }: ConnectionValues): ConnectionValues => {
    const address = settings[key];
    const url = typeof address === "string" ? URL.parse(address) : null;
    if (settings.allowedHosts !== "" || url === null) return { settings, secrets };
    return { settings: { ...settings, allowedHosts: url.host }, secrets };
  };
}
