import type { PrismaClient } from "#lib/db/generated/client.ts";
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
  /** Fills a new workspace, with its example flow. Its failure does not undo the workspace. */
  prepareWorkspace: (owner: Actor) => Promise<void>;
};
