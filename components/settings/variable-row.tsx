import { Lock } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { VariableView } from "#lib/workspace/variables/contract.ts";

type Props = {
  variable: VariableView;
  canManage: boolean;
  onChange: () => void;
  onDelete: () => void;
};

/** A variable with its value, as far as it is shown. */
export function VariableRow({ variable, canManage, onChange, onDelete }: Props) {
  const { name, note, secret, value, updatedAt, usedBy } = variable;
  const use = `{{ workspace.${name} }}`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="flex items-center gap-2 font-medium">
          <span className="truncate font-mono text-sm">{name}</span>
          {secret && <Badge icon={<Lock aria-hidden="true" className="size-3" />}>Secret</Badge>}
          <CopyButton text={use} label={`Copy ${use}`} />
        </h2>
        <p className="wrap-anywhere line-clamp-2">
          {secret ? (
            <span className="text-muted">
              <span aria-hidden="true">•••</span>
              <span className="sr-only">not shown</span>
            </span>
          ) : value === "" ? (
            <span className="text-muted">Empty</span>
          ) : (
            value
          )}
        </p>
        <p className="truncate text-muted text-sm">
          {note !== "" && `${note} · `}
          {usedIn(usedBy.length)} · changed <TimeAgo at={updatedAt} />
        </p>
      </div>
      {canManage && (
        <div className="flex gap-2">
          <Button size="sm" aria-label={`Change ${name}`} onClick={onChange}>
            Change
          </Button>
          <Button size="sm" aria-label={`Delete ${name}`} onClick={onDelete}>
            Delete
          </Button>
        </div>
      )}
    </li>
  );
}

function usedIn(flows: number): string {
  if (flows === 0) return "Used by no flow";
  return flows === 1 ? "Used by one flow" : `Used by ${flows} flows`;
}
