import type { PeopleService } from "./contract.ts";
import { createInvitations } from "./invitations.ts";
import { createJoining } from "./joining.ts";
import { createMembers } from "./members.ts";
import { createPasswordReset } from "./password-reset.ts";
import type { PeopleDeps } from "./people-deps.ts";
import { createWorkspaces } from "./workspaces.ts";

/** Members, invitations, workspaces and forgotten passwords. */
export function createPeopleService(deps: PeopleDeps): PeopleService {
  return {
    ...createMembers(deps),
    ...createInvitations(deps),
    ...createJoining(deps),
    ...createWorkspaces(deps),
    ...createPasswordReset(deps),
  };
}
