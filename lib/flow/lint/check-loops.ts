import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Circles in which nothing ever waits: a run would go round until the engine stops it. */
export function checkLoops({ document, graph, known, loops }: LintContext): Problem[] {
  const tight = document.nodes.filter(
    ({ id, disabled }) => disabled || known.get(id)?.definition.waits !== true,
  );
  const inside = new Set(tight.map(({ id }) => id));
  // A line back into a loop is a problem of its own kind.
  const back = new Set(loops.back);
  const next = (id: string) =>
    (graph.outgoing.get(id) ?? [])
      .filter((edge) => inside.has(edge.target) && !back.has(edge))
      .map(({ target }) => target);
  const done = new Set<string>();
  const problems: Problem[] = [];
  for (const { id } of tight) {
    if (done.has(id)) continue;
    const circle = findCircle(id, next, done);
    if (circle === null) continue;
    const names = circle.map((member) => known.get(member)?.node.name ?? member);
    const message = `${list(names)} ${names.length === 1 ? "leads" : "lead"} round in a circle without ever waiting for a reply. A run stops there after 1,000 steps.`;
    problems.push(problem("warning", "loop_without_wait", message, { nodeId: circle[0] ?? null }));
  }
  return problems;
}

/** The first circle a depth-first walk meets, without recursion; marks what it has seen as done. */
function findCircle(
  start: string,
  next: (id: string) => string[],
  done: Set<string>,
): string[] | null {
  const path: string[] = [];
  const onPath = new Set<string>();
  const stack: { id: string; todo: string[] }[] = [];
  const enter = (id: string) => {
    path.push(id);
    onPath.add(id);
    done.add(id);
    stack.push({ id, todo: next(id) });
  };
  let circle: string[] | null = null;
  enter(start);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = top.todo.pop();
    if (to === undefined) {
      stack.pop();
      path.pop();
      onPath.delete(top.id);
    } else if (onPath.has(to)) {
      circle ??= path.slice(path.indexOf(to));
    } else if (!done.has(to)) {
      enter(to);
    }
  }
  return circle;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `“${name}”`);
  if (names.length > 3) shown.push(`${names.length - 3} more`);
  return new Intl.ListFormat("en").format(shown);
}
