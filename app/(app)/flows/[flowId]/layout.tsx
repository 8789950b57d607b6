import type { ReactNode } from "react";
import { loadFlow } from "./load-flow.ts";

type Props = { children: ReactNode; params: Promise<{ flowId: string }> };

/**
 * Nothing of a flow's pages goes out before it is known that the flow is there: once the loading state
 * has begun to stream, the answer's status is 200, whatever follows.
 */
export default async function FlowLayout({ children, params }: Props) {
  await loadFlow((await params).flowId);
  return children;
}
