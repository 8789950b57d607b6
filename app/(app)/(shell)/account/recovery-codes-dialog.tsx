"use client";
import { Download } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/** Shows recovery codes, once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = `Recovery codes for Patchbay (${window.location.host})\n\n${codes.join("\n")}\n`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Your recovery codes"
      description="Each one signs you in once when you do not have your phone."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1 rounded-lg border border-line bg-sunken p-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-3 flex items-center gap-2">
        <CopyButton text={codes.join("\n")} label="Copy the codes" />
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="patchbay-recovery-codes.txt"
          className={buttonClass("secondary", "sm")}
        >
          <Download aria-hidden="true" className="size-4" />
          Download
        </a>
      </div>
      <p className="mt-3 text-muted text-sm">
        They are not shown again. Keep them where you keep what you must not lose, not only on the
        phone. With them gone, an admin can take your second factor away.
      </p>
    </Dialog>
  );
}
