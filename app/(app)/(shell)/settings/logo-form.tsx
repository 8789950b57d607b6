"use client";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { removeLogo, setLogo } from "./actions.ts";

/** In bytes; the server's own limit. */
const maxBytes = 200 * 1024;

/** Shows, sets and removes the logo. */
export function LogoForm({ logoPath }: { logoPath: string | null }) {
  const router = useRouter();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError>();

  async function take(file: File) {
    if (file.size > maxBytes) {
      return setError({
        code: "body_too_large",
        message: "The logo is larger than 200 kB.",
        next: "Make it smaller: 256 pixels are wide enough.",
      });
    }
    setPending(true);
    const base64 = await readBase64(file);
    finish(await tryAction(() => setLogo({ base64 })), "The logo is set.");
  }

  async function remove() {
    setPending(true);
    finish(await tryAction(() => removeLogo({})), "The logo is removed.");
  }

  function finish(result: { ok: true } | { ok: false; error: ActionError }, done: string) {
    setPending(false);
    setError(result.ok ? undefined : result.error);
    if (!result.ok) return;
    toast({ title: done, tone: "ok" });
    router.refresh();
  }

  return (
    <div className="mt-5 flex flex-col gap-2 border-line border-t pt-4">
      <label htmlFor={id} className="font-medium text-sm">
        Logo
      </label>
      <div className="flex flex-wrap items-center gap-3">
        {logoPath !== null && (
          // biome-ignore lint/performance/noImgElement: a small image of our own, at an address of its own
          <img
            src={logoPath}
            alt="The logo now"
            className="size-12 rounded-lg border border-line bg-white object-contain"
          />
        )}
        <input
          ref={input}
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby={`${id}-help`}
          disabled={pending}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void take(file);
            event.target.value = "";
          }}
          className="max-w-full text-sm file:mr-3 file:h-8 file:cursor-pointer file:rounded-lg file:border file:border-line file:bg-surface file:px-3 file:font-medium file:text-text"
        />
        {logoPath !== null && (
          <Button pending={pending} onClick={() => void remove()}>
            Remove the logo
          </Button>
        )}
      </div>
      {error && (
        <p role="alert" className="text-bad text-sm">
          {error.message} {error.next}
        </p>
      )}
      <p id={`${id}-help`} className="text-muted text-xs">
        PNG, JPEG or WebP, at most 200 kB. It is set at once.
      </p>
    </div>
  );
}

async function readBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In parts: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8_192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  }
  return btoa(text);
}
