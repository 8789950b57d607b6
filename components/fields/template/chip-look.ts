import type { ChipText } from "./insertions.ts";

const tones: Record<ChipText["tone"], string> = {
  trigger: "bg-trigger-soft text-trigger",
  conversation: "bg-conversation-soft text-conversation",
  logic: "bg-logic-soft text-logic",
  integration: "bg-integration-soft text-integration",
  variable: "bg-accent-soft text-accent-text",
  expression: "bg-hover text-text",
  unknown: "bg-bad-soft text-bad underline decoration-wavy decoration-1",
};

/** Draws a chip: the step's name, then the field, then what is done to it. */
export function drawChip({ title, rest, filters, tone }: ChipText): HTMLElement {
  const chip = document.createElement("span");
  chip.className = `template-chip mx-px inline-block max-w-full cursor-default truncate rounded-[5px] px-1.5 align-bottom font-medium font-sans text-xs leading-5 ${tones[tone]}`;
  chip.append(title);
  const tail = [rest === "" ? "" : ` › ${rest}`, filters === "" ? "" : ` | ${filters}`].join("");
  if (tail !== "") {
    const light = document.createElement("span");
    light.className = "font-normal";
    light.append(tail);
    chip.append(light);
  }
  return chip;
}
