import type { Line } from "./cell.ts";
import { accountLines } from "./table/account.ts";
import { apiLines } from "./table/api.ts";
import { connectionLines, systemLines } from "./table/connections.ts";
import { flowLines } from "./table/flows.ts";
import { openLines } from "./table/open.ts";
import { pageLines } from "./table/pages.ts";
import { peopleLines } from "./table/people.ts";
import { readLines } from "./table/reads.ts";
import { conversationLines, runLines } from "./table/runs.ts";
import { signInLines } from "./table/sign-in.ts";
import { templateLines } from "./table/templates.ts";
import { workspaceLines } from "./table/workspace.ts";

/**
 * Who may do what, written by hand: an independent statement, made of nothing that decides it in the
 * product. An action, a route or a page that is missing here fails the test.
 */
export const accessTable: readonly Line[] = [
  ...readLines,
  ...pageLines,
  ...openLines,
  ...apiLines,
  ...flowLines,
  ...templateLines,
  ...conversationLines,
  ...runLines,
  ...connectionLines,
  ...systemLines,
  ...workspaceLines,
  ...peopleLines,
  ...accountLines,
  ...signInLines,
];
