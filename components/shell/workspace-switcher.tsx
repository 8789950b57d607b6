"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { tryAction } from "#components/account/try-action.ts";
import { Menu } from "#components/ui/menu.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { WorkspaceChoice } from "#lib/access/people/contract.ts";

export type SwitchWorkspace = (input: { workspaceId: string }) => Promise<ActionResult<null>>;

type Props = { workspaces: WorkspaceChoice[]; switchTo: SwitchWorkspace };

/** Goes from one workspace to another; for who is in several. */
export function WorkspaceSwitcher({ workspaces, switchTo }: Props) {
  const here = workspaces.find(({ current }) => current);
  if (here === undefined) return null;

  async function go(workspaceId: string) {
    const result = await tryAction(() => switchTo({ workspaceId }));
    if (!result.ok) return toastError(result.error);
    // A full load, so that no page of the other workspace stays.
    window.location.assign("/flows");
  }

  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex h-9 min-w-0 items-center gap-2 rounded-lg px-2.5 text-left hover:bg-hover max-md:h-11 md:mb-2 md:border md:border-line"
        >
          <span className="sr-only">Workspace: </span>
          <span className="min-w-0 flex-1 truncate font-medium max-sm:max-w-36">{here.name}</span>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </button>
      }
      items={workspaces.map(({ id, name, current }) => ({
        label: name,
        icon: current && <Check className="size-4" />,
        onSelect: () => {
          if (!current) void go(id);
        },
      }))}
    />
  );
}
