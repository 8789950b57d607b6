import { notFound } from "next/navigation";
import { cache } from "react";
import { pageActor } from "#lib/access/page.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";

/**
 * The flow of an address, once for everything that renders it; nobody's, or another workspace's, is
 * a page that does not exist.
 */
export const loadFlow = cache(async (flowId: string) => {
  const actor = await pageActor("flows.read");
  return await services()
    .flows.get(actor, flowId)
    .catch((error: unknown) => {
      if (isPatchbayError(error) && error.code === "not_found") notFound();
      throw error;
    });
});
