import type { FlowStore } from "#lib/flow-store/contract.ts";

/**
 * Who may frame a page: nobody, but for a public chat page, which the websites that its flow allows
 * may embed beside our own. Undefined means nobody.
 */
export function frameAncestorsFor(flows: Pick<FlowStore, "liveBySlug">) {
  return async (path: string): Promise<readonly string[] | undefined> => {
    const slug = /^\/chat\/([a-z0-9-]+)$/.exec(path)?.[1];
    if (slug === undefined) return undefined;
    const target = await flows.liveBySlug(slug).catch(() => null);
    return ["'self'", ...(target?.document.settings.chat.allowedOrigins ?? [])];
  };
}
