"use client";
import { Crown, Ellipsis, KeyRound, ShieldOff, UserMinus } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import { Select } from "#components/ui/select.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { type GivenRole, givenRole, type Member } from "#lib/access/people/contract.ts";
import { roleOptions, roleWords } from "./role-words.ts";

type Props = {
  member: Member;
  self: boolean;
  /** Whether the reader may change this member. */
  canManage: boolean;
  canTransfer: boolean;
  busy: boolean;
  onRole: (role: GivenRole) => void;
  onResetLink: () => void;
  onResetSecondFactor: () => void;
  onTransfer: () => void;
  onRemove: () => void;
};

export function MemberRow({ member, self, canManage, canTransfer, busy, ...on }: Props) {
  const { name, email, role, lastSeenAt } = member;
  const items: MenuItem[] = [
    {
      label: "Link for a new password",
      icon: <KeyRound className="size-4" />,
      onSelect: on.onResetLink,
    },
  ];
  if (member.secondFactor === true) {
    items.push({
      label: "Reset the second factor",
      icon: <ShieldOff className="size-4" />,
      onSelect: on.onResetSecondFactor,
    });
  }
  if (canTransfer && role !== "owner") {
    items.push({
      label: "Transfer ownership",
      icon: <Crown className="size-4" />,
      onSelect: on.onTransfer,
    });
  }
  items.push("separator", {
    label: "Remove",
    icon: <UserMinus className="size-4" />,
    danger: true,
    onSelect: on.onRemove,
  });
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_9rem_8.5rem_1.75rem]">
      <div className="min-w-0">
        <h2 className="flex items-center gap-2 font-medium">
          <span className="truncate">{name}</span>
          {self && <Badge tone="accent">You</Badge>}
          {member.secondFactor === true && <Badge>Second factor</Badge>}
        </h2>
        <p className="truncate text-muted text-sm">{email}</p>
      </div>
      <p className="text-muted text-sm max-sm:order-3">
        {lastSeenAt === null ? (
          "Not seen yet"
        ) : (
          <>
            Seen <TimeAgo at={lastSeenAt} />
          </>
        )}
      </p>
      <div className="max-sm:order-4 max-sm:justify-self-end">
        {canManage && !self ? (
          <Select
            aria-label={`Role of ${name}`}
            className="w-34"
            options={
              role === "owner" ? [{ value: "owner", label: "Owner" }, ...roleOptions] : roleOptions
            }
            value={role}
            disabled={busy}
            onChange={(event) => on.onRole(givenRole.parse(event.target.value))}
          />
        ) : (
          <Badge tone={role === "owner" ? "accent" : "neutral"}>{roleWords[role].label}</Badge>
        )}
      </div>
      <div className="size-7 max-sm:order-2 max-sm:justify-self-end">
        {canManage && !self && (
          <Menu
            trigger={
              <IconButton
                label={`More for ${name}`}
                icon={<Ellipsis className="size-4" />}
                size="sm"
              />
            }
            items={items}
          />
        )}
      </div>
    </li>
  );
}
