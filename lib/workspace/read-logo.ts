import { UserError } from "#lib/errors/user-error.ts";

/** The largest logo, in bytes. */
export const maxLogoBytes = 200 * 1024;

const signs: { mediaType: string; matches: (bytes: Buffer) => boolean }[] = [
  {
    mediaType: "image/png",
    matches: (bytes) => bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")),
  },
  {
    mediaType: "image/jpeg",
    matches: (bytes) => bytes.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex")),
  },
  {
    mediaType: "image/webp",
    matches: (bytes) =>
      bytes.subarray(0, 4).toString("latin1") === "RIFF" &&
      bytes.subarray(8, 12).toString("latin1") === "WEBP",
  },
];

/**
 * Tells what an image is by its first bytes, whatever it was called. SVG is refused: it is a document
 * that can hold scripts. Throws `body_too_large`, `unsupported_media_type`.
 */
export function readLogo(base64: string): { bytes: Buffer<ArrayBuffer>; mediaType: string } {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length > maxLogoBytes) {
    throw new UserError("body_too_large", "The logo is larger than 200 kB.", {
      next: "Make it smaller: 256 pixels are wide enough.",
    });
  }
  const found = signs.find(({ matches }) => matches(bytes));
  if (found === undefined) {
    throw new UserError("unsupported_media_type", "The logo must be a PNG, JPEG or WebP image.", {
      next: "Save it as PNG. SVG is not taken, since it can hold scripts.",
    });
  }
  return { bytes, mediaType: found.mediaType };
}
