import type { FlowStore } from "#lib/flow-store/contract.ts";

/** What is known of a public page before it is rendered. */
export type PublicPage = {
  /** Who may frame it. */
  frameAncestors: readonly string[];
  /** No published flow answers there. */
  missing: boolean;
};

/**
 * Who may frame a page: nobody, but for a public chat page, which the websites that its flow allows
 * may embed beside our own. Undefined for every other page.
 */
export function publicPageOf(flows: Pick<FlowStore, "liveBySlug">) {
  return async (path: string): Promise<PublicPage | undefined> => {
    const slug = /^\/chat\/([^/]+)$/.exec(path)?.[1];
    if (slug === undefined) return undefined;
    // A slug is letters, digits and dashes: what has to be decoded first is none.
    if (!/^[a-z0-9-]+$/.test(slug)) return { frameAncestors: ["'self'"], missing: true };
    // When the database does not answer, the page says so itself.
    const target = await flows.liveBySlug(slug).catch(() => undefined);
    return {
      frameAncestors: ["'self'", ...(target?.document.settings.chat.allowedOrigins ?? [])],
      missing: target === null,
    };
  };
}
