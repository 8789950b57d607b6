import { z } from "zod";
import type { Choice, LoadChoices } from "../contract.ts";
import { askApi } from "./ask-api.ts";

const named = z.object({ id: z.number(), name: z.string() });
const organizations = z.object({ organizations: z.array(named) });
const teams = z.object({ teams: z.array(named) });
const hooks = z.object({
  hooks: z.array(named.extend({ typeName: z.string(), scenarioId: z.number().nullish() })),
});
const scenarios = z.object({
  scenarios: z.array(
    named.extend({ isActive: z.boolean().optional(), isPaused: z.boolean().optional() }),
  ),
});

/** The teams of every organization that the token may see. */
export const listTeams: LoadChoices = async (context) => {
  const found = await askApi(context, "organizations", organizations);
  const lists = await Promise.all(
    found.organizations.map(async ({ id, name }) => {
      const { teams: own } = await askApi(context, `teams?organizationId=${id}`, teams);
      return own.map((team) => ({ value: String(team.id), label: team.name, note: name }));
    }),
  );
  return distinct(lists.flat());
};

/** The team's scenarios that begin with a custom webhook, each by its hook, and whether it is on. */
export const listScenarios: LoadChoices = async (context) => {
  const team = typeof context.config.team === "string" ? context.config.team : "";
  if (!/^\d+$/.test(team)) return [];
  const [held, known] = await Promise.all([
    askApi(context, `hooks?teamId=${team}&typeName=gateway-webhook`, hooks),
    askApi(context, `scenarios?teamId=${team}`, scenarios),
  ]);
  const byId = new Map(known.scenarios.map((one) => [one.id, one]));
  const choices = held.hooks
    .filter(({ typeName }) => typeName === "gateway-webhook")
    .map(({ id, name, scenarioId }): Choice => {
      const scenario = byId.get(scenarioId ?? 0);
      const note = scenario === undefined ? "No scenario uses this hook." : stateOf(scenario);
      return { value: String(id), label: scenario?.name ?? name, note: `${note} Hook: ${name}.` };
    });
  return distinct(choices);
};

function stateOf({
  isActive,
  isPaused,
}: {
  isActive?: boolean | undefined;
  isPaused?: boolean | undefined;
}) {
  if (isPaused === true) return "The scenario is paused.";
  return isActive === true ? "The scenario is on." : "The scenario is switched off.";
}

/** Two of the same name are told apart by their ids. */
function distinct(choices: Choice[]): Choice[] {
  const seen = new Map<string, number>();
  for (const { label } of choices) seen.set(label, (seen.get(label) ?? 0) + 1);
  return choices.map((choice) =>
    (seen.get(choice.label) ?? 0) > 1
      ? { ...choice, label: `${choice.label} (${choice.value})` }
      : choice,
  );
}
