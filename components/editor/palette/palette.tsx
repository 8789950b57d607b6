"use client";
import { LayoutTemplate, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { catalog } from "#lib/nodes/catalog.ts";
import { categories, categoryLook } from "../canvas/category-look.ts";
import { showEditorUi, useEditorUi } from "../store/editor-ui.ts";
import { PaletteItem } from "./palette-item.tsx";
import { searchNodes } from "./search-nodes.ts";
import { useAddNode } from "./use-add-node.ts";

/** Every node there is, by group: drag one to the canvas, or press Enter to add it. */
export function Palette() {
  const open = useEditorUi((ui) => ui.paletteOpen);
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const found = searchNodes(catalog, useDeferredValue(query));
  const addNode = useAddNode();
  if (!open) {
    return (
      <aside
        className="w-11 shrink-0 border-line border-r bg-surface p-1.5 max-md:hidden"
        aria-label="Palette"
      >
        <IconButton
          label="Show the palette"
          side="right"
          icon={<PanelLeftOpen className="size-4" />}
          onClick={() => showEditorUi({ paletteOpen: true })}
        />
      </aside>
    );
  }
  const groups = categories.map((category) => ({
    category,
    items: found.filter((definition) => definition.category === category),
  }));
  return (
    <aside
      className="flex w-62 shrink-0 flex-col border-line border-r bg-surface max-md:hidden"
      aria-label="Palette"
    >
      <div className="flex items-center gap-1 p-2">
        <div className="relative min-w-0 flex-1">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint"
          />
          <TextInput
            type="search"
            id="palette-search"
            aria-label="Search nodes"
            placeholder="Search nodes"
            className="pl-8"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                // The list may be a letter behind what is in the field.
                const [first] = searchNodes(catalog, event.currentTarget.value);
                if (first) addNode(first.id);
              }
              if (event.key === "Escape") setQuery("");
              if (event.key === "ArrowDown") {
                event.preventDefault();
                list.current?.querySelector("button")?.focus();
              }
            }}
          />
        </div>
        <IconButton
          label="Hide the palette"
          icon={<PanelLeftClose className="size-4" />}
          onClick={() => showEditorUi({ paletteOpen: false })}
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows are a shortcut between its buttons */}
      <div
        ref={list}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-3"
        onKeyDown={(event) => moveFocus(event.currentTarget, event.key) && event.preventDefault()}
      >
        {found.length === 0 && (
          <p className="px-2 py-6 text-center text-muted">No node fits “{query}”.</p>
        )}
        {groups
          .filter(({ items }) => items.length > 0)
          .map(({ category, items }) => (
            <section key={category} aria-labelledby={`palette-${category}`} className="mb-2">
              <h2
                id={`palette-${category}`}
                className="px-2 pt-2 pb-1 font-medium text-muted text-xs"
              >
                {categoryLook[category].label}
              </h2>
              <ul>
                {items.map((definition) => (
                  <li key={definition.id}>
                    <PaletteItem definition={definition} onAdd={() => addNode(definition.id)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
      <div className="border-line border-t p-2">
        <button
          type="button"
          className="flex h-9 w-full items-center gap-2.5 rounded-lg px-2 text-left font-medium text-muted hover:bg-hover hover:text-text"
          onClick={() => showEditorUi({ dialog: "insert-template" })}
        >
          <LayoutTemplate aria-hidden="true" className="size-4" />
          Templates
        </button>
      </div>
    </aside>
  );
}

/** Up and down go through the buttons; past the top is the search field. */
function moveFocus(list: HTMLElement, key: string): boolean {
  if (key !== "ArrowDown" && key !== "ArrowUp") return false;
  const buttons = [...list.querySelectorAll("button")];
  const focused = document.activeElement;
  const at = focused instanceof HTMLButtonElement ? buttons.indexOf(focused) : -1;
  const next = buttons[at + (key === "ArrowDown" ? 1 : -1)];
  if (next) next.focus();
  else if (key === "ArrowUp") document.getElementById("palette-search")?.focus();
  return true;
}
