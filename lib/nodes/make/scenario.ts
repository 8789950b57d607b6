import { z } from "zod";
import type { Fields } from "../fields.ts";

/** A scenario by its hook, for connections with a token. */
export const scenarioConfig = {
  team: z.string().max(40).default(""),
  hookId: z.string().max(40).default(""),
};

export const scenarioFields: Fields = {
  team: {
    kind: "choice",
    label: "Team",
    help: "With an API token in the connection, a step can choose a scenario of its own.",
    placeholder: "None: the connection's own hook",
    maxLength: 40,
    tab: "settings",
  },
  hookId: {
    kind: "choice",
    label: "Scenario",
    help: "Gets the data in place of the connection's own hook.",
    placeholder: "None: the connection's own hook",
    dependsOn: ["team"],
    maxLength: 40,
    tab: "settings",
  },
};
