import type { Mail } from "./contract.ts";
import { writeLetter } from "./write-letter.ts";

type Invitation = {
  to: string;
  workspace: string;
  role: string;
  invitedBy: string;
  link: string;
};

/** Every mail that accounts and people cause, in one place. */
export const letters = {
  invitation: ({ to, workspace, role, invitedBy, link }: Invitation): Mail =>
    writeLetter({
      to,
      subject: `${invitedBy} invites you to ${workspace} on Patchbay`,
      paragraphs: [
        "Hello,",
        `${invitedBy} invites you to work in “${workspace}” on Patchbay, as ${role}.`,
      ],
      action: { label: "Accept the invitation", url: link },
      notes: [
        `The link is good once, for seven days, and for ${to} only.`,
        "If you do not expect this, there is nothing you need to do.",
      ],
    }),

  newPassword: ({ to, name, link }: { to: string; name: string; link: string }): Mail =>
    writeLetter({
      to,
      subject: "A new password for Patchbay",
      paragraphs: [
        `Hello ${name},`,
        "somebody, hopefully you, asked for a new password for your Patchbay account.",
      ],
      action: { label: "Set a new password", url: link },
      notes: [
        "The link is good once, for one hour. Your present password works until then.",
        "If it was not you, do not open the link: nothing changes then.",
      ],
    }),
};
