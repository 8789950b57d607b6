import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { readKeptTicket } from "#lib/access/external/ticket-cookie.ts";
import { ownPath } from "#lib/access/own-path.ts";
import { requestActor } from "#lib/access/request-actor.ts";
import { services } from "#lib/server/services.ts";
import { ExternalCodeForm } from "./external-code-form.tsx";
import { refusalText } from "./refusal-text.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Props = {
  searchParams: Promise<{ [name in "next" | "refused" | "step"]?: string | string[] }>;
};

export default async function SignInPage({ searchParams }: Props) {
  if (await services().access.needsSetup()) redirect("/setup");
  const { next, refused, step } = await searchParams;
  const path = ownPath(typeof next === "string" ? next : undefined);
  if ((await requestActor()) !== null) redirect(path);
  const ticket = step === "code" ? readKeptTicket(await cookies()) : undefined;
  if (ticket !== undefined) return <ExternalCodeForm ticket={ticket} next={path} />;
  return (
    <SignInForm
      next={path}
      providers={services().externalSignIn.providers}
      refusal={refusalText(typeof refused === "string" ? refused : undefined)}
    />
  );
}
