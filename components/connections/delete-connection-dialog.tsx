"use client";
import { useState } from "react";
import { ImpactNote } from "#components/queue/impact-note.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { EndAccessChoice } from "./end-access-choice.tsx";

type Props = {
  connection: ConnectionSummary;
  onClose: () => void;
  /** `endAccess`: an OAuth provider shall be told as well. */
  onConfirm: (endAccess: boolean) => Promise<void>;
};

/** Says which flows break before a credential goes; live ones ask for its name. */
export function DeleteConnectionDialog({ connection, onClose, onConfirm }: Props) {
  const { usedBy } = connection;
  const hasAccess = connection.oauth !== null && connection.attention?.code !== "oauth_ended";
  const [endAccess, setEndAccess] = useState(hasAccess);
  const live = usedBy.some((use) => use.live);
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => !open && onClose()}
      title={`Delete “${connection.name}”?`}
      confirmLabel="Delete connection"
      {...(live && { typeToConfirm: connection.name })}
      onConfirm={() => onConfirm(endAccess)}
    >
      {usedBy.length === 0 ? (
        <p>No flow uses it. You can undo this right afterwards.</p>
      ) : (
        <>
          <p>
            {usedBy.length === 1 ? "One flow uses" : `${usedBy.length} flows use`} it. The steps
            that do will fail until you choose another connection:
          </p>
          <ul className="list-disc pl-5">
            {usedBy.map((use) => (
              <li key={use.flowId}>
                <span className="text-text">{use.flowName}</span>, {use.nodes}{" "}
                {use.nodes === 1 ? "step" : "steps"}
                {use.live && ", live now"}
              </li>
            ))}
          </ul>
        </>
      )}
      {connection.oauth !== null && <EndAccessChoice checked={endAccess} onChange={setEndAccess} />}
      <ImpactNote target={{ connectionId: connection.id }}>
        {(runs, choose) => (
          <>
            {runs} under way may still need it. {choose("It fails", "They fail")} at the step that
            does, with the code <code className="font-mono text-sm">connection_missing</code>.
          </>
        )}
      </ImpactNote>
    </ConfirmDialog>
  );
}
