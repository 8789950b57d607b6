import type { Role } from "#lib/access/contract.ts";
import type { House } from "./house.ts";
import { createPeople, type Person } from "./people.ts";
import { createThings } from "./things.ts";

export type { Person } from "./people.ts";

export const roles = ["owner", "admin", "editor", "operator", "viewer"] as const;

/** A workspace with somebody in each role, an owner of another one, and what can be made for them. */
export async function setStage(house: House) {
  const people = createPeople(house);
  const workspaceId = await people.workspace();
  const there = await Promise.all(roles.map((role) => people.person(role, workspaceId)));
  const byRole = Object.fromEntries(there.map((person) => [person.role, person])) as {
    [R in Role]: Person;
  }; /* one of each role, just made */
  const stranger = await people.person("owner", await people.workspace("Elsewhere"));
  const strict = await people.workspace("Strict", { requireSecondFactor: true });
  return {
    ...people,
    ...createThings(house, byRole.owner),
    ...{ house, workspaceId, byRole, stranger, owner: byRole.owner },
    /** An owner who has to set up a second factor before anything else. */
    due: await people.person("owner", strict),
  };
}

export type Stage = Awaited<ReturnType<typeof setStage>>;
