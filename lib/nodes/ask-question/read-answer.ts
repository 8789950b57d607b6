import parsePhoneNumber, { isSupportedCountry } from "libphonenumber-js/max";
import { z } from "zod";
import { fits } from "#lib/chat/accepted-types.ts";
import { longestRemembered } from "#lib/chat/longest-remembered.ts";
import type { FileRef } from "#lib/files/file-ref.ts";
import type { Arrival } from "../contract.ts";
import type { AnswerType, AskQuestionConfig } from "./definition.ts";
import { readDate } from "./read-date.ts";
import { readNumber } from "./read-number.ts";
import { uploadOf } from "./upload-of.ts";

export type Choice = { label: string; value: string };

type Reply = Extract<Arrival, { kind: "reply" }>["reply"];

const emailAddress = z.email().max(320);

/**
 * The visitor's reply as the value asked for; undefined when it does not fit. Emails and phone
 * numbers come out trimmed and in E.164, dates as `YYYY-MM-DD`, choices as their value.
 */
export function readAnswer(
  config: AskQuestionConfig,
  choices: readonly Choice[],
  reply: Reply,
  now: Date,
): { value: string | number | FileRef } | undefined {
  if (config.answerType === "file") return readFile(config, reply.file);
  const text = reply.text.trim();
  const value = readValue(
    { ...config, answerType: config.answerType },
    choices,
    text,
    reply.value,
    now,
  );
  return value === undefined || value === "" ? undefined : { value };
}

function readFile(
  config: AskQuestionConfig,
  file: FileRef | undefined,
): { value: FileRef } | undefined {
  const { accept, maxBytes } = uploadOf(config);
  if (file === undefined || file.size > maxBytes || !fits(file, accept)) return undefined;
  return { value: file };
}

function readValue(
  config: AskQuestionConfig & { answerType: Exclude<AnswerType, "file"> },
  choices: readonly Choice[],
  text: string,
  clicked: string | null,
  now: Date,
): string | number | undefined {
  switch (config.answerType) {
    case "text":
      return config.remember && text.length > longestRemembered ? undefined : text;
    case "number":
      return withinLimits(readNumber(text), config);
    case "email":
      return emailAddress.safeParse(text).data;
    case "phone":
      return readPhone(text, config.country);
    case "date":
      return readDate(text, config.dateOrder, now);
    case "choice":
      return (
        (clicked === null ? undefined : readChoice(choices, clicked)) ?? readChoice(choices, text)
      );
  }
}

function withinLimits(
  value: number | undefined,
  { minimum, maximum, whole }: AskQuestionConfig,
): number | undefined {
  if (value === undefined || (whole && !Number.isInteger(value))) return undefined;
  if (minimum !== null && value < minimum) return undefined;
  return maximum !== null && value > maximum ? undefined : value;
}

function readPhone(text: string, country: string): string | undefined {
  if (text.length > 60) return undefined;
  const code = country.trim().toUpperCase();
  const phone = isSupportedCountry(code) ? parsePhoneNumber(text, code) : parsePhoneNumber(text);
  return phone?.isValid() ? phone.number : undefined;
}

/** By value, by label, or by place in the list, in that order; upper and lower case are one. */
function readChoice(choices: readonly Choice[], text: string): string | undefined {
  const wanted = fold(text);
  const named =
    choices.find(({ value }) => fold(value) === wanted) ??
    choices.find(({ label }) => fold(label) === wanted);
  if (named !== undefined) return named.value;
  const place = /^\d{1,2}[.)]?$/.test(wanted) ? Number.parseInt(wanted, 10) : 0;
  return choices[place - 1]?.value;
}

function fold(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}
