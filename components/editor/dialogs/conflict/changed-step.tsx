import type { FlowNode } from "#lib/flow/document.ts";
import { NodeIcon } from "../../canvas/node-icon.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { settingDifferences } from "./setting-differences.ts";
import { SettingPair } from "./setting-pair.tsx";

/** A step that both versions have, with every setting that differs. */
export function ChangedStep({ mine, theirs }: { mine: FlowNode; theirs: FlowNode }) {
  const connections = useEditor((state) => state.connections);
  const nameOf = (id: string) =>
    connections.find((connection) => connection.id === id)?.name ?? "A connection that is gone";
  const differences = settingDifferences(mine, theirs, { connection: nameOf });
  return (
    <section className="mt-3 rounded-lg border border-line p-3" aria-label={mine.name}>
      <h3 className="mb-1 flex items-center gap-2 font-medium">
        <NodeIcon type={mine.type} size="sm" />
        <span className="min-w-0 break-words">{mine.name}</span>
      </h3>
      {differences.length === 0 && (
        <p className="text-muted text-sm">Set up anew, with the same settings.</p>
      )}
      {differences.map((difference) => (
        <SettingPair key={difference.label} difference={difference} />
      ))}
    </section>
  );
}
