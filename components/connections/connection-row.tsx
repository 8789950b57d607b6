"use client";
import {
  CalendarClock,
  CopyPlus,
  Ellipsis,
  Pencil,
  PlugZap,
  ScrollText,
  Trash2,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { goesAnywhere } from "#lib/connections/goes-anywhere.ts";
import type { CareChoices } from "./care-fields.tsx";
import { ConnectButton } from "./connect-button.tsx";
import type { ConnectionActions } from "./connection-actions.ts";
import { ConnectionStateBadge } from "./connection-state-badge.tsx";
import { ConnectionTrouble } from "./connection-trouble.tsx";
import { describeGrants, describeLimits } from "./describe-care.ts";
import { UsedIn } from "./used-in.tsx";

type Props = {
  connection: ConnectionSummary;
  choices: CareChoices;
  canManage: boolean;
  testing: boolean;
  connect: ConnectionActions["connect"];
  onTest: () => void;
  onEdit: () => void;
  onProbing: () => void;
  onDuplicate: () => void;
  onDelete: () => void;
};

/** A connection at a glance: how it is, why, whose it is, what it serves. */
export function ConnectionRow(props: Props) {
  const { connection, choices, canManage, testing, connect, onTest } = props;
  const { lastTest, lastUsedAt, owner, limits, grants } = connection;
  const limited = describeLimits(limits, choices.flows);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 lg:flex-nowrap">
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="truncate font-medium">{connection.name}</h2>
          <ConnectionStateBadge state={connection.state} />
        </div>
        <p className="mt-0.5 truncate text-muted text-sm">
          {connection.kindLabel}
          {connection.hint && <span className="font-mono"> ••••{connection.hint}</span>}
          {owner && ` · ${owner.name}`}
        </p>
        {connection.oauth !== null && connection.oauth.account !== "" && (
          <p className="mt-0.5 text-muted text-sm">
            {connection.attention === null ? "Connected" : "Was connected"} as{" "}
            {connection.oauth.account}
          </p>
        )}
        <ConnectionTrouble connection={connection} canManage={canManage} />
        {(limited !== "None" || !isForEverybody(connection) || goesAnywhere(connection)) && (
          <p className="mt-0.5 text-muted text-xs">
            {[
              goesAnywhere(connection) && "May be sent to any host",
              limited !== "None" && `Limits: ${limited}`,
              !isForEverybody(connection) && `For: ${describeGrants(grants, choices.people)}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        )}
      </div>
      <dl className="grid basis-40 shrink-0 grid-cols-[auto_1fr] gap-x-2 text-sm">
        <dt className="text-muted">Used</dt>
        <dd>{lastUsedAt ? <TimeAgo at={lastUsedAt} /> : "never"}</dd>
        <dt className="text-muted">Tested</dt>
        <dd>{lastTest ? <TimeAgo at={lastTest.at} /> : "never"}</dd>
      </dl>
      <div className="min-w-0 basis-44 text-sm lg:shrink-0">
        <UsedIn usedBy={connection.usedBy} usedByHidden={connection.usedByHidden} />
      </div>
      {canManage && (
        <div className="flex items-center gap-1 lg:w-60 lg:shrink-0 lg:justify-end">
          <ConnectButton connection={connection} connect={connect} />
          <Button
            size="sm"
            pending={testing}
            icon={<PlugZap className="size-4" />}
            onClick={onTest}
          >
            Test
          </Button>
          <More {...props} />
        </div>
      )}
    </li>
  );
}

function isForEverybody({ grants }: ConnectionSummary): boolean {
  return describeGrants(grants) === "Everybody";
}

function More({ connection, onEdit, onProbing, onDuplicate, onDelete }: Props) {
  const router = useRouter();
  return (
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
        {
          label: "Duplicate",
          icon: <CopyPlus className="size-4" />,
          onSelect: onDuplicate,
        },
        {
          label: "What it was used for",
          icon: <ScrollText className="size-4" />,
          onSelect: () => router.push(`/audit?view=usage&connection=${connection.id}`),
        },
        {
          label: "Scheduled tests",
          icon: <CalendarClock className="size-4" />,
          onSelect: onProbing,
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
  );
}
