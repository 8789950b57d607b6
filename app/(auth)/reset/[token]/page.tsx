import type { Metadata } from "next";
import { requestCaller } from "#lib/access/request-actor.ts";
import { services } from "#lib/server/services.ts";
import { DeadLink } from "../../dead-link.tsx";
import { ResetForm } from "./reset-form.tsx";

export const metadata: Metadata = { title: "New password", referrer: "same-origin" };

type Props = { params: Promise<{ token: string }> };

export default async function ResetPage({ params }: Props) {
  const { token } = await params;
  const link = await services().people.readReset(token, await requestCaller());
  if (link.state === "open") return <ResetForm token={token} email={link.email} />;
  return (
    <DeadLink
      state={link.state}
      what="The link for a new password"
      next="Ask for a new one on the sign-in page, or ask an admin of your workspace."
    />
  );
}
