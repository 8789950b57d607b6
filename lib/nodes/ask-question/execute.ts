import type { ChatButton, ChatContent } from "#lib/chat/content.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { variableName } from "#lib/flow/document.ts";
import { chatOf } from "../chat-of.ts";
import { clip } from "../clip.ts";
import type { Execute, Execution } from "../contract.ts";
import { expiryOf } from "../expiry.ts";
import { checkMessageLength } from "../message-length.ts";
import type { AskQuestionConfig } from "./definition.ts";
import { explainInvalid, nounFor } from "./explain-invalid.ts";
import { type Choice, readAnswer } from "./read-answer.ts";
import { uploadOf } from "./upload-of.ts";

/**
 * Asks, and waits; with the answer it goes on, or asks again until the retries are used up. An answer
 * to be remembered is saved with the conversation's contact.
 *
 * @throws UserError `invalid_value` when no answer fitted (or the question is empty, or the answer
 *   cannot be remembered), `forbidden_key`, `invalid_config`, `conversation_not_found`, `message_too_long`
 */
export const execute: Execute<AskQuestionConfig> = async (context) => {
  const { config, resumed } = context;
  const chat = chatOf(context);
  const choices = readChoices(config);
  const saveTo = readVariable(config);

  if (resumed === undefined) {
    const wait = waitForReply(config, 0, context.now());
    await chat.say(question(config, choices));
    return wait;
  }
  if (resumed.kind !== "reply") {
    return { kind: "done", port: "timeout", output: { value: null, text: "", attempts: 0 } };
  }

  const before = resumed.state.attempts;
  const attempts = (typeof before === "number" ? before : 0) + 1;
  const answer = readAnswer(config, choices, resumed.reply, context.now());
  if (answer !== undefined) {
    // Files are gone after some days: they are not remembered.
    if (config.remember && config.answerType !== "file")
      await chat.remember({ [saveTo]: answer.value });
    return {
      kind: "done",
      output: { value: answer.value, text: resumed.reply.text, attempts },
      ...(saveTo === "" ? {} : { vars: { [saveTo]: answer.value } }),
    };
  }
  if (attempts > config.maxRetries) throw noAnswer(config, attempts);
  await chat.say(askAgain(config, choices));
  return waitForReply(config, attempts, context.now());
};

/** Each time it asks, the visitor has the whole time to answer. */
function waitForReply(config: AskQuestionConfig, attempts: number, now: Date): Execution {
  const { giveUp, timeout, timeoutUnit } = config;
  const expiry = giveUp === "after" ? { expiresAt: expiryOf(timeout, timeoutUnit, now) } : {};
  return { kind: "wait", wait: { kind: "reply", state: { attempts }, ...expiry } };
}

function question(config: AskQuestionConfig, choices: readonly Choice[]): ChatContent {
  const text = config.question.trim();
  if (text === "") {
    throw new UserError("invalid_value", "The question is empty.", {
      next: "Write a question, or check whether the variable in it has a value.",
    });
  }
  checkMessageLength(text, "The question");
  return say(config, text, choices);
}

function askAgain(config: AskQuestionConfig, choices: readonly Choice[]): ChatContent {
  const text = config.invalidMessage.trim() || explainInvalid(config, choices);
  checkMessageLength(text, "The message for answers that do not fit");
  return say(config, text, choices);
}

function say(config: AskQuestionConfig, text: string, choices: readonly Choice[]): ChatContent {
  const buttons = choices.map(({ label, value }): ChatButton => ({ label, value, url: null }));
  return {
    ...{ text, image: null, file: null, buttons, expects: config.answerType },
    ...(config.answerType === "file" && { upload: uploadOf(config) }),
  };
}

/** The offered answers; those whose label resolved to nothing are left out. */
function readChoices(config: AskQuestionConfig): Choice[] {
  if (config.answerType !== "choice") return [];
  const choices = config.choices.flatMap(({ label, value }): Choice[] => {
    const shown = clip(label.trim(), 80);
    return shown === "" ? [] : [{ label: shown, value: clip(value.trim(), 500) || shown }];
  });
  if (choices.length > 0) return choices;
  throw new UserError("invalid_config", "The question offers no choices.", {
    next: "Add at least one choice with a label.",
  });
}

function readVariable(config: AskQuestionConfig): string {
  const name = config.saveTo.trim();
  if (name === "" || variableName.safeParse(name).success) return name;
  throw new UserError("invalid_config", `“${clip(name, 40)}” is not a name a variable can have.`, {
    next: "Use letters, digits and underscores, beginning with a letter.",
  });
}

function noAnswer(config: AskQuestionConfig, attempts: number): UserError {
  const times = attempts === 1 ? "one try" : `${attempts} tries`;
  return new UserError(
    "invalid_value",
    `The visitor gave no ${nounFor(config.answerType)} that fits in ${times}.`,
    {
      next: "Connect “Failed” to say how it goes on, or allow more tries.",
      details: { attempts, expected: config.answerType },
    },
  );
}
