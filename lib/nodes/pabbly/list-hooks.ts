import type { LoadChoices } from "../contract.ts";

/** The hooks that the connection has under a name. */
export const listHooks: LoadChoices = async ({ connection }) => {
  const names = connection?.settings.hooks;
  if (!Array.isArray(names)) return [];
  return names.map((name) => ({ value: String(name), label: String(name) }));
};
