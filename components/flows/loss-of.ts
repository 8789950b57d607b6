const answers: { readonly [trigger: string]: string } = {
  chat: "its chat page and widget answer nobody",
  webhook: "its webhooks refuse what is sent to them",
  schedule: "its schedule starts nothing",
};

/** What stops with a live flow, as one sentence. */
export function lossOf(triggers: readonly string[]): string {
  const parts = triggers.flatMap((trigger) => answers[trigger] ?? []);
  const list = new Intl.ListFormat("en").format(parts);
  return list === "" ? "Nothing starts it any more." : `From then on ${list}.`;
}
