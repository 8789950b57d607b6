"use client";
import { useEffect, useState } from "react";
import { useFieldScope } from "../field-scope.ts";
import type { Preview } from "./render-preview.ts";

/** Longest result shown, in characters. */
const maxShown = 600;

type Props = {
  text: string;
  json: boolean;
  /** Only shows results: what is wrong is said elsewhere. */
  quiet: boolean;
};

/** What the text becomes with the latest values, while its field is being written in. */
export function TemplatePreview({ text, json, quiet }: Props) {
  const { groups } = useFieldScope();
  const [preview, setPreview] = useState<Preview | null>(null);

  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      void import("./render-preview.ts").then(({ renderPreview }) => {
        if (current) setPreview(renderPreview(text, json, groups));
      });
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, json, groups]);

  if (preview === null) return null;
  if (!preview.ok) {
    if (quiet) return null;
    return (
      <p className="border-line border-t px-2.5 py-1.5 text-warn text-xs">
        {preview.message} {preview.next}
      </p>
    );
  }
  return (
    <p className="flex items-baseline gap-2 border-line border-t px-2.5 py-1.5 text-xs">
      <span className="shrink-0 text-muted">{preview.usesSamples ? "With samples" : "Result"}</span>
      <span className="wrap-anywhere max-h-24 min-w-0 overflow-y-auto whitespace-pre-wrap font-medium">
        {preview.text === "" ? <span className="text-muted">nothing</span> : null}
        {preview.text.slice(0, maxShown)}
        {preview.text.length > maxShown && "…"}
      </span>
    </p>
  );
}
