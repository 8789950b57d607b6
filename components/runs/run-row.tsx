"use client";
import {
  Ban,
  CalendarClock,
  CircleAlert,
  CornerDownRight,
  Ellipsis,
  MessageCircle,
  MessagesSquare,
  Play,
  RotateCcw,
  Webhook,
  Workflow,
} from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Badge } from "#components/ui/badge.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { TriggerKind } from "#lib/nodes/contract.ts";
import type { RunView } from "#lib/runs/events.ts";
import { counted } from "#lib/words/counted.ts";
import { describeDuration } from "./describe-duration.ts";
import { RunStateBadge } from "./run-state-badge.tsx";
import { whyNotAgain } from "./why-not-again.ts";

const triggers = {
  chat: { label: "Chat", icon: MessageCircle },
  webhook: { label: "Webhook", icon: Webhook },
  manual: { label: "By hand", icon: Play },
  schedule: { label: "Schedule", icon: CalendarClock },
  "flow-event": { label: "Another flow", icon: Workflow },
  error: { label: "A failure", icon: CircleAlert },
  "sub-flow": { label: "Called", icon: CornerDownRight },
} satisfies Record<TriggerKind, unknown>;

type Props = {
  run: RunView;
  canStart: boolean;
  canCancel: boolean;
  onRerun: () => void;
  onCancel: () => void;
};

export function RunRow({ run, canStart, canCancel, onRerun, onCancel }: Props) {
  const router = useRouter();
  const trigger = triggers[run.triggerKind];
  const Icon = trigger.icon;
  const open = run.state === "queued" || run.state === "running" || run.state === "waiting";
  return (
    <li className="relative flex items-center gap-3 px-4 py-2.5 transition-colors duration-100 hover:bg-hover/60">
      <span className="w-24 shrink-0 max-sm:hidden">
        <RunStateBadge state={run.state} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            href={`/flows/${run.flowId}/runs/${run.id}`}
            className="truncate font-medium after:absolute after:inset-0"
          >
            {run.flowName}
          </Link>
          {run.mode === "test" ? (
            <Badge>Test</Badge>
          ) : (
            run.versionNumber !== null && <Badge>v{run.versionNumber}</Badge>
          )}
        </div>
        {run.error ? (
          <p className="text-muted text-sm sm:flex sm:gap-2">
            <span className="block min-w-0 truncate text-bad">{run.error.message}</span>
            <span className="block shrink-0">after {describeDuration(run)}</span>
          </p>
        ) : (
          <p className="truncate text-muted text-sm">
            {counted(run.stepCount, "step")} in {describeDuration(run)}
          </p>
        )}
        <p className="mt-1 flex items-center gap-2 whitespace-nowrap text-muted text-sm sm:hidden">
          <RunStateBadge state={run.state} />
          <Icon aria-hidden="true" className="size-3.5 shrink-0" />
          {trigger.label}
          <span className="ml-auto truncate">
            <TimeAgo at={run.startedAt} />
          </span>
        </p>
      </div>
      <span className="hidden w-24 shrink-0 items-center gap-1.5 text-muted text-sm sm:flex">
        <Icon aria-hidden="true" className="size-3.5" />
        {trigger.label}
      </span>
      <span className="hidden w-28 shrink-0 text-right text-muted text-sm sm:block">
        <TimeAgo at={run.startedAt} />
      </span>
      {canCancel && (
        <span className="relative z-10">
          <Menu
            trigger={
              <IconButton
                label={`More for this run of ${run.flowName}`}
                icon={<Ellipsis className="size-4" />}
                size="sm"
              />
            }
            items={[
              {
                label: "Run again",
                icon: <RotateCcw className="size-4" />,
                refused: !canStart
                  ? "Your role does not start runs."
                  : run.conversationId === null
                    ? undefined
                    : whyNotAgain,
                onSelect: onRerun,
              },
              ...(run.conversationId === null
                ? []
                : [
                    {
                      label: "Open the conversation",
                      icon: <MessagesSquare className="size-4" />,
                      onSelect: () => router.push(`/conversations/${run.conversationId}`),
                    },
                  ]),
              {
                label: "Cancel",
                icon: <Ban className="size-4" />,
                refused: open ? undefined : "It has ended.",
                danger: true,
                onSelect: onCancel,
              },
            ]}
          />
        </span>
      )}
    </li>
  );
}
