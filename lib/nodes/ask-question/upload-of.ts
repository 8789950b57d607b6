import type { ChatUpload } from "#lib/chat/content.ts";
import type { AskQuestionConfig } from "./definition.ts";

const documents = [
  ...[".pdf", ".txt", ".rtf", ".csv", ".md"],
  ...[
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".ppt",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".pages",
    ".numbers",
  ],
];

const kinds: Record<AskQuestionConfig["fileTypes"], string[]> = {
  any: [],
  pictures: ["image/*"],
  documents,
  pdf: [".pdf"],
};

/** Which files the question takes. */
export function uploadOf({ fileTypes, maxMegabytes }: AskQuestionConfig): ChatUpload {
  return { accept: kinds[fileTypes], maxBytes: maxMegabytes * 1_000_000 };
}
