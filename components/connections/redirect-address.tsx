import { CopyButton } from "#components/ui/copy-button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

const places: { [kind: string]: string } = {
  google: "Paste this into your OAuth client at Google, under “Authorised redirect URIs”.",
  microsoft: "Paste this into your app at Microsoft, under “Authentication”, platform “Web”.",
};

/** The address that an OAuth app has to know before anybody can be sent back to it. */
export function RedirectAddress({ kind, address }: { kind: string; address: string }) {
  return (
    <FormField
      label="Redirect address"
      help={
        places[kind] ??
        "Paste this into your OAuth app at the provider, as its redirect or callback address."
      }
      action={<CopyButton text={address} label="Copy the redirect address" />}
    >
      <TextInput
        readOnly
        value={address}
        className="font-mono text-sm"
        onFocus={(event) => event.target.select()}
      />
    </FormField>
  );
}
