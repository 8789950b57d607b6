import { execute as askQuestion } from "./ask-question/execute.ts";
import { execute as chatTrigger } from "./chat-trigger/execute.ts";
import { execute as condition } from "./condition/execute.ts";
import type { Executor } from "./contract.ts";
import { execute as manualTrigger } from "./manual-trigger/execute.ts";
import { execute as merge } from "./merge/execute.ts";
import { execute as respond } from "./respond/execute.ts";
import { execute as restApi } from "./rest-api/execute.ts";
import { execute as sendMessage } from "./send-message/execute.ts";
import { execute as setVariables } from "./set-variables/execute.ts";
import { execute as webhookTrigger } from "./webhook-trigger/execute.ts";

/** The server half of every node, by its definition's id. */
export const executors: Readonly<Record<string, Executor>> = {
  "ask-question": { execute: askQuestion },
  "chat-trigger": { execute: chatTrigger },
  condition: { execute: condition },
  "manual-trigger": { execute: manualTrigger },
  merge: { execute: merge },
  respond: { execute: respond },
  "rest-api": { execute: restApi },
  "send-message": { execute: sendMessage },
  "set-variables": { execute: setVariables },
  "webhook-trigger": { execute: webhookTrigger },
};
