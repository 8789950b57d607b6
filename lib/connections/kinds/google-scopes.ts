import type { ScopeChoice } from "./kind.ts";

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;

/** What Google can be asked for: developers.google.com/identity/protocols/oauth2/scopes */
export const googleScopes: readonly ScopeChoice[] = [
  {
    value: scope("drive.file"),
    label: "Its own files in Drive",
    help: "Only files that it makes itself.",
  },
  {
    value: scope("spreadsheets.readonly"),
    label: "Read spreadsheets",
    help: "Every sheet that the account can open.",
  },
  {
    value: scope("calendar.events.readonly"),
    label: "Read calendar events",
    help: "Titles, times and guests in every calendar.",
  },
  {
    value: scope("spreadsheets"),
    label: "Read and change spreadsheets",
    help: "Append rows, change cells, make new sheets.",
  },
  {
    value: scope("calendar.events"),
    label: "Read and change calendar events",
    help: "Book, move and cancel appointments.",
  },
  {
    value: scope("gmail.send"),
    label: "Send mail",
    help: "As the account. It cannot read any mail.",
  },
  {
    value: scope("drive.readonly"),
    label: "Read everything in Drive",
    help: "Every file that the account can open.",
  },
  { value: scope("gmail.readonly"), label: "Read mail", help: "Every message and setting." },
];
