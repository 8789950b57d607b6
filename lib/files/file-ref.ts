import { z } from "zod";

/** A stored file as steps hand it on: what a template shows of it, and what a later step opens. */
export const fileRef = z.object({
  fileId: z.string().describe("names the file for later steps"),
  name: z.string().describe("the file's name"),
  type: z.string().describe("media type, as image/png"),
  size: z.number().describe("bytes"),
  url: z.string().describe("address at which it can be downloaded until it expires"),
});

export type FileRef = z.infer<typeof fileRef>;

/**
 * The file that a setting names: a reference as a template inserts it (JSON), its id, or the address
 * at which it can be downloaded. Undefined when it names none.
 */
export function fileIdIn(value: unknown): string | undefined {
  if (typeof value === "object") return fileRef.safeParse(value).data?.fileId;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (text.startsWith("{")) {
    try {
      return fileIdIn(JSON.parse(text));
    } catch {
      return undefined;
    }
  }
  const id = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  return new RegExp(`^(?:https?://[^/?#]+/files/)?(${id})(?:$|[.])`).exec(text)?.[1];
}
