"use client";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { useLocale } from "#components/ui/locale.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ApiKeyInfo } from "#lib/access/api-keys/contract.ts";
import { scopes } from "#lib/access/api-keys/scopes.ts";

type Props = { apiKey: ApiKeyInfo; readerId: string; onRevoke: () => void };

const soonMs = 14 * 86_400_000;

export function KeyRow({ apiKey, readerId, onRevoke }: Props) {
  const { name, prefix, createdBy, lastUsedAt } = apiKey;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex flex-wrap items-center gap-2 font-medium">
          <span className="min-w-0 truncate">{name}</span>
          <KeyState apiKey={apiKey} />
        </h2>
        <p className="text-muted text-sm">
          <code className="font-mono">{prefix}…</code> · made by{" "}
          {createdBy.id === readerId ? "you" : createdBy.name || "somebody who has left"}{" "}
          <TimeAgo at={apiKey.createdAt} /> ·{" "}
          {lastUsedAt === null ? (
            "never used"
          ) : (
            <>
              used <TimeAgo at={lastUsedAt} />
            </>
          )}
        </p>
        <p className="text-muted text-sm">
          {apiKey.scopes.map((scope) => scopes[scope].label).join(" · ")}
        </p>
      </div>
      <Button onClick={onRevoke} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
    </li>
  );
}

function KeyState({ apiKey: { state, expiresAt } }: { apiKey: ApiKeyInfo }) {
  const locale = useLocale();
  if (state === "expired") return <Badge tone="bad">Expired</Badge>;
  if (state === "dormant") return <Badge tone="warn">Its maker has left</Badge>;
  if (expiresAt === null) return <Badge>Never expires</Badge>;
  const soon = new Date(expiresAt).getTime() - Date.now() < soonMs;
  return (
    <Badge tone={soon ? "warn" : "neutral"}>
      <span suppressHydrationWarning>
        Until {new Date(expiresAt).toLocaleDateString(locale, { dateStyle: "medium" })}
      </span>
    </Badge>
  );
}
