/** One value of a credential's form. Secret ones are encrypted and never sent back. */
export type CredentialField = {
  key: string;
  label: string;
  /** Where to find the value. */
  help?: string;
  placeholder?: string;
  secret: boolean;
  required: boolean;
  /** `toggle` stores "true" or "". */
  input: "text" | "password" | "toggle";
};

export type ConnectionKind = {
  id: string;
  label: string;
  /** When to choose it. */
  summary: string;
  fields: readonly CredentialField[];
  /** How the credential travels: `{name}` stands for a field's value. */
  carry: { in: "header" | "query"; nameFrom?: string; name?: string };
};

/** What every HTTP credential can be limited by. */
export const commonFields: readonly CredentialField[] = [
  {
    key: "testUrl",
    label: "Address for the test",
    help: "Called with GET when somebody presses Test. Anything below 400 counts as working.",
    placeholder: "https://api.example.com/me",
    secret: false,
    required: false,
    input: "text",
  },
  {
    key: "allowedHosts",
    label: "Only for these hosts",
    help: "Separated by commas. The credential is never sent anywhere else. Empty: anywhere.",
    placeholder: "api.example.com",
    secret: false,
    required: false,
    input: "text",
  },
  {
    key: "allowInsecure",
    label: "Allow unencrypted http://",
    help: "Only for systems on your own network: over http:// others can read the credential.",
    secret: false,
    required: false,
    input: "toggle",
  },
];
