"use client";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { AddressField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import type { FieldProps } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

/** A trigger's public address, to copy, and how to use it. */
export function AddressField({ field, path }: FieldProps<Definition>) {
  const { hookAddress, chatAddress } = useFieldScope();
  const address = field.of === "hook" ? hookAddress : (chatAddress?.page ?? null);
  return (
    <FieldFrame field={field} path={path} single={false}>
      {(control) =>
        address === null ? (
          <p className="rounded-lg border border-line bg-sunken px-2.5 py-1.5 text-muted text-sm">
            The address is made when the flow is saved.
          </p>
        ) : (
          <div className="flex flex-col gap-2">
            <CopyLine text={address} labelledBy={control["aria-labelledby"]} />
            {field.of === "hook" ? (
              <Snippet title="Try it from a terminal" text={curlExample(address)} />
            ) : (
              <Snippet title="Embed in a website" text={chatAddress?.embed ?? ""}>
                {chatAddress?.websites}
              </Snippet>
            )}
          </div>
        )
      }
    </FieldFrame>
  );
}

function CopyLine({ text, labelledBy }: { text: string; labelledBy: string }) {
  return (
    <div className="flex items-center rounded-lg border border-line bg-sunken pl-2.5">
      <input
        readOnly
        aria-labelledby={labelledBy}
        value={text}
        onFocus={(event) => event.target.select()}
        className="h-8 min-w-0 flex-1 bg-transparent font-mono text-sm"
      />
      <CopyButton text={text} label="Copy the address" />
    </div>
  );
}

function Snippet({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  /** What has to be set as well, before the text. */
  children?: ReactNode;
}) {
  return (
    <details className="rounded-lg border border-line">
      <summary className="cursor-pointer px-2.5 py-1.5 font-medium text-sm">{title}</summary>
      {children && <div className="border-line border-t p-2.5">{children}</div>}
      <div className="flex items-start border-line border-t bg-sunken pl-2.5">
        <pre className="wrap-anywhere min-w-0 flex-1 whitespace-pre-wrap py-2 font-mono text-xs">
          {text}
        </pre>
        <CopyButton text={text} />
      </div>
    </details>
  );
}

function curlExample(address: string): string {
  return `curl -X POST ${address} \\\n  -H "content-type: application/json" \\\n  -d '{"name": "Ada"}'`;
}
