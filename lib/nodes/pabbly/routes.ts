import { z } from "zod";
import type { Fields } from "../fields.ts";
import { emptyRules, rulesSetting } from "../rules-setting.ts";

/** Workflows by rules; a hook is one of the connection's, by its name. */
export const routesConfig = {
  workflowId: z.string().max(100).default(""),
  routes: z
    .array(
      z.strictObject({
        hook: z.string().max(60).default(""),
        workflowId: z.string().max(100).default(""),
        when: rulesSetting(),
      }),
    )
    .max(30)
    .default([]),
};

export const routesFields: Fields = {
  workflowId: {
    kind: "text",
    label: "Workflow ID",
    help: "The number in the workflow's address in Pabbly. It is kept with every run, so that the workflow is found again.",
    placeholder: "1234567",
    maxLength: 100,
    tab: "settings",
  },
  routes: {
    kind: "list",
    label: "Other workflows",
    help: "Checked from the top: the first one whose rules hold gets the data, else the connection's own workflow.",
    itemLabel: "workflow",
    appearance: "card",
    max: 30,
    newItem: { hook: "", workflowId: "", when: emptyRules },
    item: {
      hook: {
        kind: "choice",
        label: "Hook",
        help: "Its name in the connection, under “Further workflows”.",
        placeholder: "New leads",
        required: true,
        maxLength: 60,
      },
      workflowId: { kind: "text", label: "Workflow ID", placeholder: "1234567", maxLength: 100 },
      when: { kind: "rules", label: "Rules", required: true },
    },
    tab: "settings",
  },
};
