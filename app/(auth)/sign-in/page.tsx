import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ownPath } from "#lib/access/own-path.ts";
import { requestActor } from "#lib/access/request-actor.ts";
import { services } from "#lib/server/services.ts";
import { refusalText } from "./refusal-text.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Props = {
  searchParams: Promise<{ next?: string | string[]; refused?: string | string[] }>;
};

export default async function SignInPage({ searchParams }: Props) {
  if (await services().access.needsSetup()) redirect("/setup");
  const { next, refused } = await searchParams;
  const path = ownPath(typeof next === "string" ? next : undefined);
  if ((await requestActor()) !== null) redirect(path);
  return (
    <SignInForm
      next={path}
      providers={services().externalSignIn.providers}
      refusal={refusalText(typeof refused === "string" ? refused : undefined)}
    />
  );
}
