import type { z } from "zod";
import { type Drawing, drawDocument } from "#lib/flow-store/draw-document.ts";
import { type Template, template } from "../template.ts";

type Described = Omit<z.input<typeof template>, "patchbay" | "format" | "document"> & {
  drawing: Drawing;
};

/** A template that comes with Patchbay, from a short drawing. */
export function defineTemplate({ drawing, ...described }: Described): Template {
  return template.parse({
    patchbay: "template",
    format: 1,
    ...described,
    document: drawDocument(drawing),
  });
}
