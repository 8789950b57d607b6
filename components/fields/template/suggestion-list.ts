import type { Suggestion } from "../variables/suggest-values.ts";

const option =
  "flex cursor-pointer flex-col gap-px rounded-md px-2 py-1 hover:bg-hover aria-selected:bg-hover";

/** The id of a list's option, for `aria-activedescendant`. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** Draws the values to choose from. The field keeps the focus: a press only reports the choice. */
export function drawSuggestions(
  list: HTMLElement,
  suggestions: readonly Suggestion[],
  onChoose: (suggestion: Suggestion) => void,
): void {
  list.replaceChildren(
    ...suggestions.map((suggestion, index) => {
      const row = document.createElement("div");
      row.id = optionId(list.id, index);
      row.role = "option";
      row.className = option;
      const first = document.createElement("span");
      first.className = "flex items-baseline gap-3";
      first.append(
        span("min-w-0 flex-1 truncate text-sm text-text", suggestion.label),
        span("max-w-[45%] truncate text-muted text-xs", suggestion.preview),
      );
      row.append(first, span("truncate font-mono text-muted text-xs", suggestion.path));
      row.addEventListener("click", () => onChoose(suggestion));
      return row;
    }),
  );
}

/** Marks the option that Enter takes, and brings it into view. */
export function markSuggestion(list: HTMLElement, active: number): void {
  for (const [index, row] of [...list.children].entries()) {
    row.ariaSelected = String(index === active);
    if (index !== active || !(row instanceof HTMLElement)) continue;
    // Not `scrollIntoView`: it would scroll the page, too.
    const below = row.offsetTop + row.offsetHeight - list.clientHeight;
    list.scrollTop = Math.max(below + 4, Math.min(list.scrollTop, row.offsetTop - 4));
  }
}

/** The empty list, with its name for screen readers. */
export function createList(id: string): HTMLElement {
  const list = document.createElement("div");
  list.id = id;
  list.role = "listbox";
  list.ariaLabel = "Values of earlier steps";
  list.className =
    "relative max-h-64 w-[min(22rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border border-line! bg-raised! p-1 font-sans shadow-float";
  // The focus stays in the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  return list;
}

function span(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.append(text);
  return element;
}
