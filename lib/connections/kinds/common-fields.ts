import type { CredentialField } from "./kind.ts";

/** What every HTTP credential can be given besides the credential itself. */
export const commonFields: readonly CredentialField[] = [
  {
    key: "testUrl",
    label: "Test address",
    help: "“Test” reads this address with the credential. Pick one that answers only when the credential is right, such as the provider's “who am I” address.",
    placeholder: "https://api.example.com/v1/me",
    secret: false,
    required: false,
    input: "text",
    format: "url",
  },
  {
    key: "allowedHosts",
    label: "Only for these hosts",
    help: "Hosts that may receive this credential, separated by commas. Left empty, it is the test address's host; without a test address, flows may send it to any host.",
    placeholder: "api.example.com, *.example.org",
    secret: false,
    required: false,
    input: "text",
    format: "hosts",
  },
  {
    key: "endsOn",
    label: "This credential ends on",
    help: "If the provider gave it an end. Admins are told 14, 7, 3 and 1 days before. Tokens that say so themselves need nothing here.",
    secret: false,
    required: false,
    input: "date",
    format: "date",
  },
  {
    key: "allowInsecure",
    label: "Allow without encryption",
    help: "Lets the credential travel over plain http://, where others on the way can read it. Only for systems inside your own network.",
    secret: false,
    required: false,
    input: "toggle",
    format: "text",
  },
];
