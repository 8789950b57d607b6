import {
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
  type InternalNode,
  useStore,
} from "@xyflow/react";
import { type Box, channelOf, isBackward, lineGap } from "./backward-line.ts";
import type { CanvasEdge } from "./canvas-elements.ts";

/** The way a line takes, and its middle: a curve, or, when it leads back, a way round the cards. */
export function useLinePath(props: EdgeProps<CanvasEdge>) {
  const channel = useStore(({ nodeLookup }) =>
    isBackward(props) ? channelOf(props, cardBoxes(nodeLookup.values())) : null,
  );
  if (channel === null) {
    const [path, labelX, labelY] = getBezierPath({ ...props, curvature: 0.35 });
    return { path, labelX, labelY };
  }
  const [path] = getSmoothStepPath({
    ...props,
    centerY: channel,
    offset: lineGap,
    borderRadius: 16,
  });
  return { path, labelX: (props.sourceX + props.targetX) / 2, labelY: channel };
}

function* cardBoxes(nodes: Iterable<InternalNode>): Generator<Box> {
  for (const { type, internals, measured } of nodes) {
    if (type !== "card") continue;
    const { x: left, y: top } = internals.positionAbsolute;
    const right = left + (measured.width ?? 0);
    yield { left, right, top, bottom: top + (measured.height ?? 0) };
  }
}
