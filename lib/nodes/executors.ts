import { execute as askQuestion } from "./ask-question/execute.ts";
import { execute as calledTrigger } from "./called-trigger/execute.ts";
import { execute as chatTrigger } from "./chat-trigger/execute.ts";
import { execute as condition } from "./condition/execute.ts";
import { execute as connect } from "./connect/execute.ts";
import type { Executor } from "./contract.ts";
import { execute as delay } from "./delay/execute.ts";
import { execute as errorTrigger } from "./error-trigger/execute.ts";
import { execute as flowEventTrigger } from "./flow-event-trigger/execute.ts";
import { execute as forEach } from "./for-each/execute.ts";
import { execute as handOver } from "./hand-over/execute.ts";
import { execute as make } from "./make/execute.ts";
import { listScenarios, listTeams } from "./make/list-choices.ts";
import { execute as manualTrigger } from "./manual-trigger/execute.ts";
import { execute as merge } from "./merge/execute.ts";
import { execute as pabbly } from "./pabbly/execute.ts";
import { listHooks } from "./pabbly/list-hooks.ts";
import { execute as respond } from "./respond/execute.ts";
import { execute as restApi } from "./rest-api/execute.ts";
import { execute as scheduleTrigger } from "./schedule-trigger/execute.ts";
import { execute as sendMessage } from "./send-message/execute.ts";
import { execute as setVariables } from "./set-variables/execute.ts";
import { execute as stop } from "./stop/execute.ts";
import { execute as subFlow } from "./sub-flow/execute.ts";
import { execute as time } from "./time/execute.ts";
import { execute as waitForCallback } from "./wait-for-callback/execute.ts";
import { execute as webhookTrigger } from "./webhook-trigger/execute.ts";
import { execute as zapier } from "./zapier/execute.ts";

/** The server half of every node, by its definition's id. */
export const executors: Readonly<Record<string, Executor>> = {
  "ask-question": { execute: askQuestion },
  "called-trigger": { execute: calledTrigger },
  "chat-trigger": { execute: chatTrigger },
  condition: { execute: condition },
  connect: { execute: connect },
  delay: { execute: delay },
  "error-trigger": { execute: errorTrigger },
  "flow-event-trigger": { execute: flowEventTrigger },
  "for-each": { execute: forEach },
  "hand-over": { execute: handOver },
  make: { execute: make, options: { team: listTeams, hookId: listScenarios } },
  "manual-trigger": { execute: manualTrigger },
  merge: { execute: merge },
  pabbly: { execute: pabbly, options: { hook: listHooks } },
  respond: { execute: respond },
  "rest-api": { execute: restApi },
  "schedule-trigger": { execute: scheduleTrigger },
  "send-message": { execute: sendMessage },
  "set-variables": { execute: setVariables },
  stop: { execute: stop },
  "sub-flow": { execute: subFlow },
  time: { execute: time },
  "wait-for-callback": { execute: waitForCallback },
  "webhook-trigger": { execute: webhookTrigger },
  zapier: { execute: zapier },
};
