import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Actor, Role } from "#lib/access/contract.ts";
import { hashPassword } from "#lib/access/password.ts";
import { hashToken, newToken } from "#lib/access/session-token.ts";
import type { House } from "./house.ts";

/** Somebody who is signed in. */
export type Person = Actor & { email: string; cookie: string };

export const password = "a password that everybody here has";
let passwordHash: string | undefined;

/** People and workspaces, made as quickly as rows can be. */
export function createPeople({ prisma, services }: House) {
  async function workspace(name = "Works", settings: object = {}): Promise<string> {
    const id = randomUUID();
    await prisma.workspace.create({ data: { id, name, slug: `w-${id}`, settings } });
    return id;
  }

  async function person(role: Role, workspaceId: string): Promise<Person> {
    const userId = randomUUID();
    const email = `${role}-${userId}@example.com`;
    passwordHash ??= await hashPassword(password);
    await prisma.user.create({ data: { id: userId, email, name: `Their ${role}`, passwordHash } });
    await member(userId, role, workspaceId);
    return await signedIn({ userId, email, role, workspaceId });
  }

  /** Makes somebody a member of one more workspace. */
  async function member(userId: string, role: Role, workspaceId: string): Promise<void> {
    await prisma.membership.create({
      data: { workspaceId, userId, role, lastSeenAt: new Date() },
    });
  }

  /** One more browser of a person. */
  async function signedIn(
    who: Pick<Person, "userId" | "email" | "role" | "workspaceId">,
  ): Promise<Person> {
    const sessionId = newToken();
    const idHash = hashToken(sessionId);
    const { userId, workspaceId } = who;
    const expiresAt = new Date(Date.now() + 86_400_000);
    await prisma.session.create({ data: { idHash, userId, workspaceId, expiresAt } });
    const secret = services.access.sessionSecret();
    const token = await encode({ token: { sessionId }, secret, maxAge: 3_600 });
    return {
      ...who,
      ...{ name: `Their ${who.role}`, sessionIdHash: idHash },
      ...{ ip: "127.0.0.1", userAgent: "access", requestId: "access" },
      cookie: `next-auth.session-token=${token}`,
    };
  }

  return { workspace, person, member, signedIn };
}
