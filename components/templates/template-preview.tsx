import { categoryLook } from "#components/editor/canvas/category-look.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";

const width = 220;
const height = 64;
const margin = 28;
/** Small cards need less room between them than the canvas gives. */
const closer = 0.72;

/** A flow drawn small: its steps where they will be, and the lines between them. */
export function TemplatePreview({ document }: { document: FlowDocument }) {
  const { edges } = document;
  const nodes = document.nodes.map((node) => ({
    ...node,
    position: { ...node.position, x: node.position.x * closer },
  }));
  const left = Math.min(...nodes.map(({ position }) => position.x)) - margin;
  const top = Math.min(...nodes.map(({ position }) => position.y)) - margin;
  const right = Math.max(...nodes.map(({ position }) => position.x)) + width + margin;
  const bottom = Math.max(...nodes.map(({ position }) => position.y)) + height + margin;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <div tabIndex={0} className="overflow-x-auto rounded-xl border border-line bg-canvas">
      <svg
        role="img"
        aria-label={`${nodes.length} steps: ${nodes.map(({ name }) => name).join(", ")}`}
        viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
        className="mx-auto max-h-72 w-full"
        // A long flow scrolls before its names are too small to be read.
        style={{ minWidth: (right - left) * 0.55, maxWidth: (right - left) * 0.8 }}
      >
        {edges.map(({ id, source, target, sourcePort }) => {
          const [from, to] = [byId.get(source), byId.get(target)];
          if (from === undefined || to === undefined) return null;
          const x1 = from.position.x + width;
          const y1 = from.position.y + height / 2;
          const x2 = to.position.x;
          const y2 = to.position.y + height / 2;
          const bend = Math.max(24, Math.abs(x2 - x1) / 2);
          return (
            <path
              key={id}
              d={`M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
              fill="none"
              strokeWidth="2.5"
              className={sourcePort === "failed" ? "stroke-bad/60" : "stroke-line-strong"}
              strokeDasharray={sourcePort === "failed" ? "7 6" : undefined}
            />
          );
        })}
        {nodes.map(({ id, name, type, position }) => {
          const definition = definitionOf(type);
          return (
            <g key={id} transform={`translate(${position.x} ${position.y})`}>
              <rect
                width={width}
                height={height}
                rx="12"
                className="fill-surface stroke-line"
                strokeWidth="1.5"
              />
              {definition && (
                <path
                  d={definition.icon}
                  transform="translate(16 20)"
                  fill="none"
                  strokeWidth="2"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                  style={{ stroke: categoryLook[definition.category].color }}
                />
              )}
              <text x="50" y="38" className="fill-text font-medium" fontSize="16">
                {name.length > 19 ? `${name.slice(0, 18)}…` : name}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
