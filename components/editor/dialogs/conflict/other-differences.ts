import type { DocumentDifference } from "#lib/flow/compare-documents.ts";
import type { FlowDocument, FlowEdge, FlowVariable } from "#lib/flow/document.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { flowSettingDifferences, type SettingDifference } from "./setting-differences.ts";

const listed = new Intl.ListFormat("en");
const mostNames = 6;

/** Steps that one version lacks, steps that only moved, and lines: a sentence each. */
export function sentencesAbout(
  { onlyHere, onlyThere, moved, lines }: DocumentDifference,
  mine: FlowDocument,
  theirs: FlowDocument,
): string[] {
  const linesIn = (edges: readonly FlowEdge[], document: FlowDocument) =>
    edges.map((edge) => lineInWords(edge, document));
  return [
    about("Steps only in mine", onlyHere.map(nameOf)),
    about("Steps only in theirs", onlyThere.map(nameOf)),
    about("Only moved", moved.map(nameOf)),
    about("Lines only in mine", linesIn(lines.onlyHere, mine)),
    about("Lines only in theirs", linesIn(lines.onlyThere, theirs)),
  ].filter((sentence) => sentence !== null);
}

/** Notes, variables and the flow's own settings, mine beside theirs. */
export function otherPairs(
  { notes, variables, settings }: DocumentDifference,
  mine: FlowDocument,
  theirs: FlowDocument,
): SettingDifference[] {
  return [
    ...notes.map(({ here, there }, index) => ({
      label: notes.length === 1 ? "Note" : `Note ${index + 1}`,
      mine: here?.text ?? "Not there",
      theirs: noteBeside(here?.text, there?.text),
    })),
    ...variables.map(({ here, there }) => ({
      label: `Variable ${(here ?? there)?.name ?? ""}`,
      mine: variableInWords(here),
      theirs: variableInWords(there),
    })),
    ...(settings ? flowSettingDifferences(mine.settings, theirs.settings) : []),
  ];
}

const nameOf = ({ name }: { name: string }) => name;

function noteBeside(mine: string | undefined, theirs: string | undefined): string {
  if (theirs === undefined) return "Not there";
  return mine === theirs ? `${theirs} (elsewhere, or looks different)` : theirs;
}

function about(what: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const rest = names.length - mostNames;
  const shown = rest > 0 ? [...names.slice(0, mostNames), `${rest} more`] : names;
  return `${what}: ${listed.format(shown)}.`;
}

function lineInWords(edge: FlowEdge, document: FlowDocument): string {
  const source = document.nodes.find(({ id }) => id === edge.source);
  const target = document.nodes.find(({ id }) => id === edge.target);
  const definition = source && definitionOf(source.type);
  const ports = source && definition ? portsOf(definition, source.config, source) : [];
  const port = ports.length > 1 ? ports.find(({ id }) => id === edge.sourcePort) : undefined;
  const from = `${source?.name ?? "?"}${port ? ` (${port.label})` : ""}`;
  return `${from} → ${target?.name ?? "?"}`;
}

function variableInWords(variable: FlowVariable | null): string {
  if (variable === null) return "Not there";
  const starts = `Starts as ${JSON.stringify(variable.initial)}`;
  return variable.description === "" ? starts : `${starts}\n${variable.description}`;
}
