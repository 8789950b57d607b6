"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeBrowser } from "#components/account/describe-browser.ts";
import { tryAction } from "#components/account/try-action.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { SessionInfo } from "#lib/access/contract.ts";
import { revokeOtherSessions, revokeSession } from "./actions.ts";

export function SessionList({ sessions }: { sessions: SessionInfo[] }) {
  const router = useRouter();
  const [ending, setEnding] = useState<string | null>(null);

  async function end(session: SessionInfo) {
    setEnding(session.idHash);
    const result = await tryAction(() => revokeSession({ idHash: session.idHash }));
    setEnding(null);
    if (!result.ok) toastError(result.error);
    else toast({ title: `Signed out: ${describeBrowser(session.userAgent)}.`, tone: "ok" });
    router.refresh();
  }

  async function endOthers() {
    setEnding("others");
    const result = await tryAction(() => revokeOtherSessions({}));
    setEnding(null);
    if (!result.ok) toastError(result.error);
    else toast({ title: "You are signed out everywhere else.", tone: "ok" });
    router.refresh();
  }

  return (
    <>
      <ul className="divide-y divide-line">
        {sessions.map((session) => {
          const browser = describeBrowser(session.userAgent);
          return (
            <li key={session.idHash} className="flex min-h-14 items-center gap-3 py-2">
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2 font-medium">
                  <span className="truncate" title={session.userAgent}>
                    {browser}
                  </span>
                  {session.current && <Badge tone="accent">This browser</Badge>}
                </p>
                <p className="text-muted text-sm">
                  {session.ip !== "" && <>{session.ip} · </>}last used{" "}
                  <TimeAgo at={session.lastSeenAt} />
                </p>
              </div>
              {!session.current && (
                <Button
                  size="sm"
                  pending={ending === session.idHash}
                  aria-label={`Sign out ${browser}`}
                  onClick={() => end(session)}
                >
                  Sign out
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <Button className="mt-2" pending={ending === "others"} onClick={() => void endOthers()}>
          Sign out everywhere else
        </Button>
      )}
    </>
  );
}
