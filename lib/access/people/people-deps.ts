import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { Mailer } from "#lib/mail/contract.ts";
import type { Attempts } from "../attempts.ts";
import type { Actor } from "../contract.ts";
import type { Sessions } from "../sessions.ts";
import type { SignIn } from "../sign-in.ts";

/** What the parts of the people service share. */
export type PeopleDeps = {
  prisma: PrismaClient;
  sessions: Sessions;
  signIn: SignIn;
  attempts: Attempts;
  clock: () => Date;
  post: Post;
  /** Fills a new workspace, with its example flow. Its failure does not undo the workspace. */
  prepareWorkspace: (owner: Actor) => Promise<void>;
};

/** How links reach people: by mail, if the installation has a mail server. */
export type Post = {
  mailer: Mailer;
  /** The address that links begin with. */
  baseUrl: string;
};
