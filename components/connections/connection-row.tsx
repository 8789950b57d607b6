"use client";
import { Ellipsis, Pencil, PlugZap, Trash2 } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { ConnectButton } from "./connect-button.tsx";
import type { ConnectionActions } from "./connection-actions.ts";
import { ConnectionNote } from "./connection-note.tsx";
import { ConnectionStateBadge } from "./connection-state-badge.tsx";

type Props = {
  connection: ConnectionSummary;
  canManage: boolean;
  testing: boolean;
  connect: ConnectionActions["connect"];
  onTest: () => void;
  onEdit: () => void;
  onDelete: () => void;
};

export function ConnectionRow(props: Props) {
  const { connection, canManage, testing, connect, onTest, onEdit, onDelete } = props;
  const { lastTest, usedBy } = connection;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="truncate font-medium">{connection.name}</h2>
          <ConnectionStateBadge state={connection.state} />
        </div>
        <p className="mt-0.5 truncate text-muted text-sm">
          {connection.kindLabel}
          {connection.hint && <span className="font-mono"> ••••{connection.hint}</span>}
          {" · "}
          {connection.lastUsedAt ? (
            <>
              used <TimeAgo at={connection.lastUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </p>
        <ConnectionNote connection={connection} />
        {lastTest && !lastTest.ok && connection.attention === null && (
          <p className="mt-1 text-bad text-sm">{lastTest.message}</p>
        )}
      </div>
      <div className="min-w-0 basis-48 text-sm">
        {usedBy.length === 0 ? (
          <span className="text-muted">Not used in any flow</span>
        ) : (
          <span className="text-muted">
            Used in{" "}
            {usedBy.slice(0, 3).map((use, index) => (
              <span key={use.flowId}>
                {index > 0 && ", "}
                <Link
                  href={`/flows/${use.flowId}`}
                  className="text-accent-text underline underline-offset-2"
                >
                  {use.flowName}
                </Link>
                {use.live && " (live)"}
              </span>
            ))}
            {usedBy.length > 3 && ` and ${usedBy.length - 3} more`}
          </span>
        )}
      </div>
      {canManage && (
        <div className="flex items-center gap-1">
          <ConnectButton connection={connection} connect={connect} />
          <Button
            size="sm"
            pending={testing}
            icon={<PlugZap className="size-4" />}
            onClick={onTest}
          >
            Test
          </Button>
          <Menu
            trigger={
              <IconButton
                label={`More for ${connection.name}`}
                icon={<Ellipsis className="size-4" />}
                size="sm"
              />
            }
            items={[
              {
                label: "Edit or replace the secret",
                icon: <Pencil className="size-4" />,
                onSelect: onEdit,
              },
              "separator",
              {
                label: "Delete",
                icon: <Trash2 className="size-4" />,
                danger: true,
                onSelect: onDelete,
              },
            ]}
          />
        </div>
      )}
    </li>
  );
}
