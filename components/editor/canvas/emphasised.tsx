import { Fragment } from "react";

/** A sentence in which `*stars*` mark what matters. */
export function Emphasised({ text }: { text: string }) {
  return text.split("*").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts are one text, in order
      <b key={index} className="font-medium text-text">
        {part}
      </b>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts are one text, in order
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
