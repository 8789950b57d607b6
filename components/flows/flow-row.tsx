"use client";
import {
  Copy,
  Ellipsis,
  FolderInput,
  Lock,
  MessageCircle,
  Pencil,
  Play,
  Trash2,
  Webhook,
} from "lucide-react";
import Link from "next/link";
import { RunStateBadge } from "#components/runs/run-state-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import { counted } from "#lib/words/counted.ts";
import { FlowStateBadge } from "./flow-state-badge.tsx";

const triggerIcons: Record<string, { label: string; icon: typeof Play }> = {
  chat: { label: "Starts from a chat", icon: MessageCircle },
  webhook: { label: "Starts from a webhook", icon: Webhook },
  manual: { label: "Starts by hand", icon: Play },
};

type Props = {
  flow: FlowSummary;
  canEdit: boolean;
  onRename: () => void;
  onOrganise: () => void;
  onDuplicate: () => void;
  onRemove: () => void;
};

export function FlowRow({ flow, canEdit, onRename, onOrganise, onDuplicate, onRemove }: Props) {
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 transition-colors duration-100 hover:bg-hover/60">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/flows/${flow.id}`}
            className="truncate font-medium after:absolute after:inset-0"
          >
            {flow.name}
          </Link>
          <FlowStateBadge state={flow.state} />
          {flow.limited && <Badge icon={<Lock className="size-3" />}>Limited</Badge>}
          {flow.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </div>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 text-muted text-sm">
          {flow.triggers.map((kind) => {
            const known = triggerIcons[kind];
            if (known === undefined) return null;
            const Icon = known.icon;
            return (
              <span key={kind} title={known.label} className="inline-flex items-center">
                <Icon aria-hidden="true" className="size-3.5" />
                <span className="sr-only">{known.label}</span>
              </span>
            );
          })}
          {flow.folder && <span>{flow.folder} ·</span>}
          <span>
            {counted(flow.nodeCount, "step")} · edited <TimeAgo at={flow.updatedAt} />
          </span>
        </div>
      </div>
      <div className="hidden w-44 shrink-0 text-sm sm:block">
        {flow.lastRun ? (
          <Link
            href={`/flows/${flow.id}/runs/${flow.lastRun.id}`}
            className="relative z-10 inline-flex items-center gap-2 rounded-md hover:underline"
          >
            <RunStateBadge state={flow.lastRun.state} />
            <span className="text-muted">
              <TimeAgo at={flow.lastRun.startedAt} />
            </span>
          </Link>
        ) : (
          <span className="text-muted">Never run</span>
        )}
      </div>
      {canEdit && (
        <span className="relative z-10">
          <Menu
            trigger={
              <IconButton
                label={`More for ${flow.name}`}
                icon={<Ellipsis className="size-4" />}
                size="sm"
              />
            }
            items={[
              { label: "Rename", icon: <Pencil className="size-4" />, onSelect: onRename },
              {
                label: "Folder and tags",
                icon: <FolderInput className="size-4" />,
                onSelect: onOrganise,
              },
              { label: "Duplicate", icon: <Copy className="size-4" />, onSelect: onDuplicate },
              "separator",
              {
                label: "Delete",
                icon: <Trash2 className="size-4" />,
                danger: true,
                onSelect: onRemove,
              },
            ]}
          />
        </span>
      )}
    </li>
  );
}
