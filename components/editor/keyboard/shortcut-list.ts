/** Every shortcut of the editor, as the sheet shows them. */
export const shortcutList: readonly {
  group: string;
  items: readonly { keys: readonly string[]; does: string }[];
}[] = [
  {
    group: "Everywhere",
    items: [
      { keys: ["Ctrl K"], does: "Find any step or command" },
      { keys: ["Ctrl S"], does: "Save now" },
      { keys: ["Ctrl Z"], does: "Undo" },
      { keys: ["Ctrl Y", "Ctrl Shift Z"], does: "Redo" },
      { keys: ["T"], does: "Test the flow" },
      { keys: ["?"], does: "Show this list" },
    ],
  },
  {
    group: "Go through the flow",
    items: [
      { keys: ["Tab"], does: "Next step, in the order of the flow" },
      { keys: ["→", "←"], does: "Along the lines" },
      { keys: ["↓", "↑"], does: "Between branches" },
      { keys: ["Enter"], does: "To the step's settings" },
      { keys: ["Esc"], does: "Back to the canvas; again to select nothing" },
    ],
  },
  {
    group: "Build",
    items: [
      { keys: ["A"], does: "Add a step after the selected one" },
      { keys: ["C"], does: "Connect the selected step" },
      { keys: ["N"], does: "Add a note" },
      { keys: ["F2"], does: "Rename" },
      { keys: ["D"], does: "Disable or enable" },
      { keys: ["Shift ←→↑↓"], does: "Move the selected steps" },
      { keys: ["Del"], does: "Delete" },
      { keys: ["Shift T"], does: "Tidy up" },
    ],
  },
  {
    group: "Select and copy",
    items: [
      { keys: ["Ctrl A"], does: "Select everything" },
      { keys: ["Shift drag"], does: "Select what a box touches" },
      { keys: ["Ctrl click"], does: "Add to the selection" },
      { keys: ["Ctrl C", "Ctrl X", "Ctrl V"], does: "Copy, cut, paste; also between flows" },
      { keys: ["Ctrl D"], does: "Duplicate" },
    ],
  },
  {
    group: "View",
    items: [
      { keys: ["+", "-"], does: "Zoom in, out" },
      { keys: ["0"], does: "Show everything" },
      { keys: ["1"], does: "Zoom to 100 %" },
      { keys: ["Scroll"], does: "Move the canvas; with Ctrl, zoom" },
    ],
  },
];
