import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { numberSetting, optionalNumber, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis, phrase } from "../describe-text.ts";
import { unitOptions, unitSetting } from "../duration.ts";
import { countries } from "./countries.ts";

const answerTypes = ["text", "number", "email", "phone", "date", "choice", "file"] as const;

const settings = z.strictObject({
  question: textSetting(),
  answerType: z.enum(answerTypes).default("text"),
  choices: z
    .array(z.strictObject({ label: textSetting(1_000), value: textSetting(2_000) }))
    .max(20)
    .default([]),
  minimum: optionalNumber(),
  maximum: optionalNumber(),
  whole: z.boolean().default(false),
  country: z.string().max(2).default(""),
  dateOrder: z.enum(["day-first", "month-first"]).default("day-first"),
  fileTypes: z.enum(["any", "pictures", "documents", "pdf"]).default("any"),
  maxMegabytes: numberSetting({ min: 1, max: 50, fallback: 10 }),
  saveTo: textSetting(40),
  /** Saved with the visitor too, for later conversations; under the name in `saveTo`. */
  remember: z.boolean().default(false),
  invalidMessage: textSetting(),
  maxRetries: numberSetting({ min: 0, max: 10, fallback: 2 }),
  giveUp: z.enum(["never", "after"]).default("never"),
  timeout: numberSetting({ min: 0, max: 31_622_400, fallback: 1, whole: false }),
  timeoutUnit: unitSetting("hours"),
});

const config = settings.refine(({ remember, saveTo }) => !remember || saveTo.trim() !== "", {
  path: ["saveTo"],
  message: "it needs a name under which the answer is remembered",
});

export type AskQuestionConfig = z.infer<typeof config>;
export type AnswerType = (typeof answerTypes)[number];

const samples = {
  text: { value: "Berlin", text: "Berlin" },
  number: { value: 4, text: "4" },
  email: { value: "ada@example.com", text: "ada@example.com" },
  phone: { value: "+493012345678", text: "030 12345678" },
  date: { value: "2026-03-14", text: "14 March" },
  choice: { value: "sales", text: "Sales" },
  file: {
    value: {
      fileId: "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90",
      name: "invoice.pdf",
      type: "application/pdf",
      size: 48_213,
      url: "https://patchbay.example.com/files/5f0f2a3e/invoice.pdf",
    },
    text: "invoice.pdf",
  },
} as const;

const nouns: { [type: string]: string } = {
  number: "a *number*",
  email: "an *email*",
  phone: "a *phone number*",
  date: "a *date*",
  choice: "a *choice*",
  file: "a *file*",
};

export const definition = {
  id: "ask-question",
  version: 1,
  migrate: [],
  label: "Ask question",
  summary: "Asks the visitor something and waits for the answer.",
  category: "conversation",
  keywords: ["question", "form", "input", "email", "phone", "date", "choice", "collect", "wait"],
  icon: "M4 4h16v12h-8l-5 4v-4H4z M9.8 8.2a2.3 2.3 0 1 1 3.2 2.1c-.7.3-1 .7-1 1.3 M12 13.6h.01",
  config,
  defaults: config.parse({}),
  fields: {
    question: {
      kind: "text",
      label: "Question",
      placeholder: "What is your email address?",
      templated: true,
      multiline: true,
      required: true,
      maxLength: 20_000,
    },
    answerType: {
      kind: "select",
      label: "Answer",
      options: [
        { value: "text", label: "Text", help: "Anything the visitor writes." },
        { value: "number", label: "Number" },
        { value: "email", label: "Email address" },
        { value: "phone", label: "Phone number" },
        { value: "date", label: "Date", help: "“14 March”, “tomorrow” and “14.3.2026” all work." },
        { value: "choice", label: "Choice", help: "One of your answers, shown as buttons." },
        {
          value: "file",
          label: "File",
          help: "A picture or document. Later steps can send it on.",
        },
      ],
    },
    choices: {
      kind: "list",
      label: "Choices",
      itemLabel: "choice",
      appearance: "row",
      max: 20,
      required: true,
      newItem: { label: "", value: "" },
      item: {
        label: { kind: "text", label: "Label", templated: true, required: true, maxLength: 80 },
        value: {
          kind: "text",
          label: "Value",
          help: "What is saved. Empty: the label.",
          templated: true,
          maxLength: 500,
        },
      },
      showWhen: { field: "answerType", in: ["choice"] },
    },
    minimum: {
      kind: "number",
      label: "Smallest",
      templated: true,
      showWhen: { field: "answerType", in: ["number"] },
    },
    maximum: {
      kind: "number",
      label: "Largest",
      templated: true,
      showWhen: { field: "answerType", in: ["number"] },
    },
    whole: {
      kind: "boolean",
      label: "Whole numbers only",
      showWhen: { field: "answerType", in: ["number"] },
    },
    country: {
      kind: "select",
      label: "Country",
      help: "Used when a number comes without its country code.",
      options: [{ value: "", label: "None: ask for the country code" }, ...countries],
      showWhen: { field: "answerType", in: ["phone"] },
    },
    dateOrder: {
      kind: "select",
      label: "Dates such as 3/4/2026",
      appearance: "segmented",
      options: [
        { value: "day-first", label: "3 April" },
        { value: "month-first", label: "March 4" },
      ],
      showWhen: { field: "answerType", in: ["date"] },
    },
    fileTypes: {
      kind: "select",
      label: "Kinds of files",
      options: [
        { value: "any", label: "Any" },
        { value: "pictures", label: "Pictures" },
        { value: "documents", label: "Documents", help: "PDF, text, Word, Excel and the like." },
        { value: "pdf", label: "PDF only" },
      ],
      showWhen: { field: "answerType", in: ["file"] },
    },
    maxMegabytes: {
      kind: "number",
      label: "Largest",
      unit: "MB",
      min: 1,
      max: 50,
      showWhen: { field: "answerType", in: ["file"] },
    },
    saveTo: {
      kind: "variable",
      label: "Save answer as",
      help: "Later steps can use this variable.",
      placeholder: "customer_email",
    },
    remember: {
      kind: "boolean",
      label: "Remember for this contact",
      help: "Later runs find it as contact.name, with the name above; in later conversations too.",
      showWhen: {
        field: "answerType",
        in: ["text", "number", "email", "phone", "date", "choice"],
      },
    },
    invalidMessage: {
      kind: "text",
      label: "When the answer does not fit",
      help: "Empty: a friendly sentence that suits the kind of answer.",
      placeholder: "That does not look right. Could you try again?",
      templated: true,
      multiline: true,
      maxLength: 2_000,
      showWhen: { field: "answerType", in: ["number", "email", "phone", "date", "choice", "file"] },
    },
    maxRetries: {
      kind: "number",
      label: "Ask again at most",
      help: "After that the step continues at “Failed”.",
      unit: "times",
      min: 0,
      max: 10,
      tab: "settings",
      showWhen: { field: "answerType", in: ["number", "email", "phone", "date", "choice", "file"] },
    },
    giveUp: {
      kind: "select",
      label: "When no answer comes",
      appearance: "segmented",
      options: [
        { value: "never", label: "Wait on" },
        { value: "after", label: "Go on after" },
      ],
      tab: "settings",
    },
    timeout: {
      kind: "number",
      label: "How long",
      help: "Then the step continues at “No answer in time”. A year at most.",
      min: 0,
      max: 31_622_400,
      required: true,
      tab: "settings",
      showWhen: { field: "giveUp", in: ["after"] },
    },
    timeoutUnit: {
      kind: "select",
      label: "Unit",
      appearance: "segmented",
      options: unitOptions,
      tab: "settings",
      showWhen: { field: "giveUp", in: ["after"] },
    },
  },
  ports: {
    in: true,
    out: [
      { id: "done", label: "Answered", kind: "normal" },
      {
        id: "timeout",
        label: "No answer in time",
        kind: "timeout",
        showWhen: { field: "giveUp", in: ["after"] },
      },
      { id: "failed", label: "Failed", kind: "failed" },
    ],
  },
  output: z.object({ value: jsonValue, text: z.string(), attempts: z.int() }),
  sample: (raw) => ({ ...samples[sampleType(raw.answerType)], attempts: 1 }),
  describe: (raw) => {
    const noun = typeof raw.answerType === "string" ? nouns[raw.answerType] : undefined;
    const saved = phrase(raw.saveTo, 24);
    if (noun === undefined) {
      const question = emphasis(raw.question, "a question", saved === "" ? 48 : 24);
      return saved === "" ? `Ask ${question}` : `Ask ${question}, save as *${saved}*`;
    }
    return saved === "" ? `Ask for ${noun}` : `Ask for ${noun} and save it as *${saved}*`;
  },
  retry: { max: 2, baseMs: 500 },
  timeoutMs: 10_000,
  effects: "idempotent",
  waits: true,
  needsChat: true,
} satisfies NodeDefinition<typeof config>;

function sampleType(value: unknown): AnswerType {
  return answerTypes.find((type) => type === value) ?? "text";
}
