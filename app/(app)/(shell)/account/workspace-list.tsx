"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { roleWords } from "#components/people/role-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { WorkspaceChoice } from "#lib/access/people/contract.ts";
import { leaveWorkspace, switchWorkspace } from "./actions.ts";
import { NewWorkspaceDialog } from "./new-workspace-dialog.tsx";

type Props = { workspaces: WorkspaceChoice[]; canCreate: boolean };

/** The workspaces one is in: go to another, leave this one, start a new one. */
export function WorkspaceList({ workspaces, canCreate }: Props) {
  const [open, setOpen] = useState<"leave" | "new">();
  const [going, setGoing] = useState<string>();
  const here = workspaces.find(({ current }) => current);

  async function go({ id }: WorkspaceChoice) {
    setGoing(id);
    const result = await tryAction(() => switchWorkspace({ workspaceId: id }));
    if (result.ok) return window.location.assign("/flows");
    setGoing(undefined);
    toastError(result.error);
  }

  async function leave() {
    const result = await tryAction(() => leaveWorkspace({}));
    if (!result.ok) return toastError(result.error);
    window.location.assign(result.value.elsewhere ? "/flows" : "/sign-in");
  }

  return (
    <>
      <ul className="divide-y divide-line">
        {workspaces.map((workspace) => (
          <li key={workspace.id} className="flex min-h-14 items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 font-medium">
                <span className="truncate">{workspace.name}</span>
                {workspace.current && <Badge tone="accent">Here</Badge>}
              </p>
              <p className="text-muted text-sm">
                {roleWords[workspace.role].label}: {roleWords[workspace.role].can.toLowerCase()}
              </p>
            </div>
            {workspace.current ? (
              <Button
                size="sm"
                aria-label={`Leave ${workspace.name}`}
                onClick={() => setOpen("leave")}
              >
                Leave
              </Button>
            ) : (
              <Button
                size="sm"
                pending={going === workspace.id}
                aria-label={`Go there: ${workspace.name}`}
                onClick={() => void go(workspace)}
              >
                Go there
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canCreate && (
        <Button
          className="mt-2"
          icon={<Plus aria-hidden="true" className="size-4" />}
          onClick={() => setOpen("new")}
        >
          New workspace
        </Button>
      )}
      {open === "new" && <NewWorkspaceDialog onClose={() => setOpen(undefined)} />}
      {open === "leave" && here !== undefined && (
        <ConfirmDialog
          open
          danger
          onOpenChange={() => setOpen(undefined)}
          title={`Leave ${here.name}?`}
          confirmLabel="Leave"
          typeToConfirm={here.name}
          onConfirm={leave}
        >
          <p>
            You lose access at once, in every browser. What you built stays. To come back, you need
            an invitation.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
