/** What admins can be told of, with what each is for. Stored by name, never renamed. */
export const alertEvents = [
  {
    id: "connection.expiring",
    label: "A credential is about to end",
    help: "14, 7, 3 and 1 days before, and when it has ended.",
  },
  {
    id: "connection.failing",
    label: "A connection's test fails",
    help: "The scheduled test failed twice in a row, or the credential was refused.",
  },
  {
    id: "connection.attention",
    label: "A connection needs somebody",
    help: "As when the other side has revoked it, and it has to be connected again.",
  },
  {
    id: "connection.recovered",
    label: "A connection works again",
    help: "After one of the two above.",
  },
  {
    id: "circuit.opened",
    label: "A host stopped answering",
    help: "Its circuit opened: steps go to their backup, or fail at once.",
  },
  { id: "circuit.closed", label: "A host answers again", help: "Its circuit closed." },
] as const;

export type AlertEvent = (typeof alertEvents)[number]["id"];

export type NewAlert = {
  workspaceId: string;
  event: AlertEvent;
  /** Empty when it is about none. */
  connectionId: string;
  /** One line: a mail's subject. */
  title: string;
  message: string;
  /** The same event is told once. */
  dedupeKey: string;
};
