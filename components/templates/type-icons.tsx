import { NodeIcon } from "#components/editor/canvas/node-icon.tsx";

const most = 5;

/** The kinds of steps that a template is made of. */
export function TypeIcons({ types }: { types: readonly string[] }) {
  return (
    <div aria-hidden="true" className="flex items-center gap-1">
      {types.slice(0, most).map((type) => (
        <NodeIcon key={type} type={type} size="sm" />
      ))}
      {types.length > most && (
        <span className="pl-0.5 text-muted text-xs">+{types.length - most}</span>
      )}
    </div>
  );
}
