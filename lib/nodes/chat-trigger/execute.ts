import type { Execute } from "../contract.ts";
import { compilePattern } from "../pattern.ts";
import type { ChatTriggerConfig } from "./definition.ts";

/** Hands on what the visitor wrote. */
export const execute: Execute<ChatTriggerConfig> = async ({ input }) => ({
  kind: "done",
  output: input,
});

/**
 * Whether a visitor's message starts a flow with this trigger.
 *
 * @throws UserError `invalid_pattern`
 */
export function matchesChatTrigger(config: ChatTriggerConfig, text: string): boolean {
  switch (config.when) {
    case "any":
      return true;
    case "pattern":
      return compilePattern(config.pattern, config.ignoreCase).test(text);
    case "keywords": {
      const message = comparable(text, config.ignoreCase);
      return config.keywords.some((keyword) =>
        containsKeyword(message, comparable(keyword, config.ignoreCase), config.wholeWord),
      );
    }
  }
}

/** One form for what looks the same: composed accents, single spaces. */
function comparable(text: string, ignoreCase: boolean): string {
  const plain = text.normalize("NFC").replace(/\s+/g, " ").trim();
  return ignoreCase ? plain.toLowerCase() : plain;
}

function containsKeyword(message: string, keyword: string, wholeWord: boolean): boolean {
  if (keyword === "") return false;
  for (let at = message.indexOf(keyword); at !== -1; at = message.indexOf(keyword, at + 1)) {
    if (!wholeWord) return true;
    const before = message.slice(0, at);
    const after = message.slice(at + keyword.length);
    if (!/[\p{L}\p{N}\p{M}_]$/u.test(before) && !/^[\p{L}\p{N}\p{M}_]/u.test(after)) return true;
  }
  return false;
}
