import type { Metadata } from "next";
import { ConnectResult } from "#components/connections/connect-result.tsx";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";
import { connectAccount } from "../../connections/actions.ts";

export const metadata: Metadata = { title: "Connecting an account" };

type Props = { searchParams: Promise<{ [name: string]: string | string[] | undefined }> };

/**
 * Where providers send people back to. What the address holds is used up by the first visit; a reload
 * tells the same again. It leads nowhere but to our own pages.
 */
export default async function OAuthCallbackPage({ searchParams }: Props) {
  const actor = await pageActor("connections.manage");
  const parameters: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === "string" && value.length <= 8_000) parameters[name] = value;
  }
  const outcome = await services().oauth.finish(actor, parameters);
  return <ConnectResult outcome={outcome} connect={connectAccount} />;
}
