import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { services } from "#lib/server/services.ts";
import { SetupForm } from "./setup-form.tsx";

export const metadata: Metadata = { title: "Set up", referrer: "same-origin" };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function SetupPage({ searchParams }: Props) {
  const { access, settings } = services();
  const { token } = await searchParams;
  if (!(await access.needsSetup())) redirect("/sign-in");
  const given = typeof token === "string" ? token : "";
  return <SetupForm token={settings.loopback ? undefined : given} />;
}
