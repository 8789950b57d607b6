"use client";
import { type ReactNode, useMemo } from "react";
import { type FieldScope, FieldScopeProvider } from "#components/fields/field-scope.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import { useEditor, useEditorServer } from "../store/editor-context.tsx";
import { AllowedWebsites } from "./chat-settings.tsx";
import { localProblems } from "./local-problems.ts";
import { rootNames, variableGroups, variableNames } from "./variable-groups.ts";

/** Tells the fields below what they can use and what is wrong with them. */
export function InspectorScope({ node, children }: { node: FlowNode; children: ReactNode }) {
  const document = useEditor((state) => state.document);
  const latestSteps = useEditor((state) => state.latestSteps);
  const workspace = useEditor((state) => state.workspace);
  const problems = useEditor((state) => state.problems);
  const canEdit = useEditor((state) => state.canEdit);
  const focusedField = useEditor((state) => state.focusedField);
  const hookId = useEditor((state) => state.hooks.find((hook) => hook.nodeId === node.id)?.hookId);
  const slug = useEditor((state) => state.slug);
  const flowId = useEditor((state) => state.flowId);
  const mayManage = useEditorServer().createConnection !== undefined;

  const groups = useMemo(
    () => variableGroups(document, node.id, latestSteps, workspace.variables),
    [document, node.id, latestSteps, workspace],
  );
  const names = useStableNames(useMemo(() => rootNames(document), [document]));
  const variables = useMemo(() => variableNames(document), [document]);
  const fieldProblems = useMemo(() => localProblems(problems, node), [problems, node]);

  const scope = useMemo<FieldScope>(() => {
    const { origin } = window.location;
    const embed = `<script async src="${origin}/chat/widget.js" data-flow="${slug}"></script>`;
    return {
      readOnly: !canEdit,
      mayManage,
      groups,
      names,
      variables,
      problems: fieldProblems,
      step: {
        flowId,
        type: node.type,
        connectionId: node.connectionId,
        config: node.config,
      },
      focusedField,
      hookAddress: hookId === undefined ? null : `${origin}/hooks/${hookId}`,
      chatAddress: { page: `${origin}/chat/${slug}`, embed, websites: <AllowedWebsites /> },
    };
  }, [
    canEdit,
    mayManage,
    groups,
    names,
    variables,
    fieldProblems,
    flowId,
    node,
    focusedField,
    hookId,
    slug,
  ]);

  return <FieldScopeProvider value={scope}>{children}</FieldScopeProvider>;
}

/** The same map as long as it says the same, so that editors need not redraw at every keystroke. */
function useStableNames(names: FieldScope["names"]): FieldScope["names"] {
  const text = JSON.stringify([...names]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the map
  return useMemo(() => names, [text]);
}
