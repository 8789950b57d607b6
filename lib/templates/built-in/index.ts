import type { Template } from "../template.ts";
import { chatFlows } from "./flows-chat.ts";
import { systemFlows } from "./flows-systems.ts";
import { hookTemplates } from "./hooks.ts";
import { stepTemplates } from "./steps.ts";

/** What the ids of templates that come with Patchbay begin with. */
export const ownPrefix = "patchbay/";

/** Every template that comes with Patchbay, by its id. */
export const builtInTemplates: ReadonlyMap<string, Template> = new Map(
  Object.entries({ ...chatFlows, ...systemFlows, ...stepTemplates, ...hookTemplates }).map(
    ([name, template]) => [ownPrefix + name, template],
  ),
);
