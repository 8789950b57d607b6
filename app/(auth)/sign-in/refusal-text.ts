import { type RefusalReason, refusals } from "#lib/access/external/contract.ts";

const texts: { [reason in RefusalReason]: { title: string; text: string } } = {
  denied: { title: "You were not signed in", text: "At the provider, the sign-in was declined." },
  expired: {
    title: "That took too long",
    text: "The way to the provider and back is good once, for 10 minutes. Start again.",
  },
  elsewhere: {
    title: "This was started elsewhere",
    text: "A sign-in has to end in the browser that it began in. Start again here.",
  },
  unverified: {
    title: "Your address is not verified there",
    text: "The provider does not say that it has verified your e-mail address. Verify it there, or sign in with your password.",
  },
  uninvited: {
    title: "You are not in any workspace",
    text: "Nobody with your address at the provider is a member here. Ask an admin for an invitation to that address.",
  },
  another: {
    title: "This address belongs to another account there",
    text: "Somebody with this address has signed in before, with another account at the provider. Use that one, or sign in with your password.",
  },
  failed: {
    title: "The provider could not sign you in",
    text: "Start again in a moment. If it goes on, tell whoever runs Patchbay: the reason is in the log.",
  },
};

/** What to tell somebody whom a provider's sign-in has sent back; undefined for anything else. */
export function refusalText(said: string | undefined) {
  const reason = refusals.find((known) => known === said);
  return reason === undefined ? undefined : texts[reason];
}
