"use client";
import { BookOpen, KeySquare, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ApiKeyInfo } from "#lib/access/api-keys/contract.ts";
import type { ApiKeyActions, OfferedScope } from "./api-key-actions.ts";
import { KeyRow } from "./key-row.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";

type Props = {
  keys: ApiKeyInfo[];
  offered: readonly OfferedScope[];
  readerId: string;
  /** Whether everybody's keys are listed. */
  seesAll: boolean;
  baseUrl: string;
  actions: ApiKeyActions;
};

type Open = { dialog: "new" } | { dialog: "revoke"; apiKey: ApiKeyInfo };

/** Keys by which programs come in: made, told apart, revoked. */
export function ApiKeysPage({ keys, offered, readerId, seesAll, baseUrl, actions }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const newKey = (
    <Button
      variant="primary"
      icon={<Plus className="size-4" />}
      onClick={() => setOpen({ dialog: "new" })}
    >
      New key
    </Button>
  );

  async function revoke({ id, name }: ApiKeyInfo) {
    const result = await tryAction(() => actions.revoke({ id }));
    router.refresh();
    if (result.ok) toast({ title: `“${name}” opens nothing any more.`, tone: "ok" });
    else toastError(result.error);
  }

  return (
    <>
      <PageHeader title="API keys" actions={keys.length > 0 && newKey}>
        For programs: a chatbot of your own that talks to flows, a script that publishes them.{" "}
        <a
          href="/api/v1/docs"
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent-text underline underline-offset-2"
        >
          <BookOpen aria-hidden="true" className="size-3.5" />
          API reference
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      </PageHeader>
      <Card className="overflow-hidden">
        {keys.length === 0 ? (
          <EmptyState
            icon={<KeySquare className="size-5" />}
            title={seesAll ? "No API keys yet" : "You have no API keys yet"}
            action={newKey}
          >
            A key lets a program start runs, hold conversations and change flows, as far as you
            choose and never further than your own role.
          </EmptyState>
        ) : (
          <ul aria-label="API keys" className="divide-y divide-line">
            {keys.map((apiKey) => (
              <KeyRow
                key={apiKey.id}
                apiKey={apiKey}
                readerId={readerId}
                onRevoke={() => setOpen({ dialog: "revoke", apiKey })}
              />
            ))}
          </ul>
        )}
      </Card>
      {open?.dialog === "new" && (
        <NewKeyDialog
          offered={offered}
          baseUrl={baseUrl}
          create={actions.create}
          onClose={close}
          onDone={() => router.refresh()}
        />
      )}
      {open?.dialog === "revoke" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Revoke “${open.apiKey.name}”?`}
          confirmLabel="Revoke"
          onConfirm={() => revoke(open.apiKey)}
        >
          <p>What uses this key is refused from now on. A revoked key does not come back.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
