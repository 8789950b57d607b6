import { longestRemembered } from "#lib/chat/longest-remembered.ts";
import type { AnswerType, AskQuestionConfig } from "./definition.ts";
import type { Choice } from "./read-answer.ts";

const nouns: Record<AnswerType, string> = {
  text: "answer",
  number: "number",
  email: "email address",
  phone: "phone number",
  date: "date",
  choice: "choice",
  file: "file",
};

/** What this kind of answer is called. */
export function nounFor(type: AnswerType): string {
  return nouns[type];
}

/** What the visitor reads when an answer does not fit and the flow's author wrote nothing else. */
export function explainInvalid(config: AskQuestionConfig, choices: readonly Choice[]): string {
  switch (config.answerType) {
    case "text":
      return config.remember
        ? `Could you write your answer in at most ${longestRemembered.toLocaleString("en")} characters?`
        : "Could you write your answer?";
    case "number":
      return `Please write a ${config.whole ? "whole number" : "number"}${limits(config)}, such as ${exampleNumber(config)}.`;
    case "email":
      return "That does not look like an email address. It should look like name@example.com.";
    case "phone":
      return config.country === ""
        ? "That does not look like a phone number. Please include the country code, such as +44."
        : "That does not look like a phone number. Could you check it?";
    case "date":
      return "I could not read that as a date. Please write it like 14 March 2026.";
    case "file":
      return `Please send a file${fileKinds[config.fileTypes]} of at most ${config.maxMegabytes} MB.`;
    case "choice":
      return `Please choose one of these: ${choices.map(({ label }) => label).join(", ")}.`;
  }
}

const fileKinds: Record<AskQuestionConfig["fileTypes"], string> = {
  any: "",
  pictures: " with a picture",
  documents: " such as a PDF or Word document",
  pdf: " in PDF format",
};

function limits({ minimum, maximum }: AskQuestionConfig): string {
  if (minimum !== null && maximum !== null) return ` between ${minimum} and ${maximum}`;
  if (minimum !== null) return ` that is at least ${minimum}`;
  return maximum === null ? "" : ` that is at most ${maximum}`;
}

function exampleNumber({ minimum, maximum }: AskQuestionConfig): number {
  if (minimum !== null && minimum > 12) return minimum;
  return maximum !== null && maximum < 12 ? maximum : 12;
}
