export type Box = { x: number; y: number; width: number; height: number };
export type Size = { width: number; height: number };
export type View = { x: number; y: number; zoom: number };

/** Free around what is shown, in px of the screen. */
const padding = 32;
/** The whole flow is shown only down to this zoom. */
const smallestWhole = 0.6;
/** For the notes of a long flow's beginning it is made smaller down to this zoom. */
const smallestRemarked = 0.65;
/** Cards can be read well from here on: what a long flow begins with. */
const readable = 0.75;

/**
 * What of a flow to show on a canvas of this size when it is opened: all of it, or, when that would
 * be too small to read, its first cards, the first column that no longer fits left out. `cards` come
 * in reading order, so the first is where the flow begins. Of `rest` (notes), those above, below and
 * before the first cards are shown with them when there is room.
 */
export function openingView(cards: readonly Box[], rest: readonly Box[], canvas: Size): View {
  const room = { width: canvas.width - 2 * padding, height: canvas.height - 2 * padding };
  const all = around([...cards, ...rest]);
  const whole = Math.min(room.width / all.width, room.height / all.height);
  const [first] = cards;
  if (whole >= smallestWhole || first === undefined)
    return centred(all, Math.min(whole, 1), canvas);

  const reach = (box: Box) => box.x + box.width - first.x;
  const columns = [...new Set(cards.filter((box) => box.x >= first.x).map(reach))].sort(
    (a, b) => a - b,
  );
  const widest = columns.findLast((width) => width * readable <= room.width) ?? first.width;
  const zoom = Math.min(Math.max(room.width / widest, readable), 1);
  const shown = around(cards.filter((box) => box.x >= first.x && reach(box) <= widest));
  const right = shown.x + shown.width;
  const remarked = around([shown, ...rest.filter((box) => box.x < right)]);
  const fits = Math.min(room.width / remarked.width, room.height / remarked.height);
  if (fits >= smallestRemarked) return startingAt(remarked, Math.min(fits, zoom), canvas);
  // A tall beginning is shown from where the flow starts.
  const box = shown.height * zoom <= room.height ? shown : first;
  return startingAt({ ...box, x: first.x }, zoom, canvas);
}

/** Its left edge at the left, and centred in height. */
function startingAt(box: Box, zoom: number, canvas: Size): View {
  return {
    zoom,
    x: padding - box.x * zoom,
    y: (canvas.height - box.height * zoom) / 2 - box.y * zoom,
  };
}

/**
 * The view moved as little as needed for a box to be in sight: `hidden` px at the lower edge are
 * covered. Null when it is in sight already.
 */
export function viewWith(box: Box, view: View, canvas: Size, hidden = 0): View | null {
  const place = (at: number, from: number, length: number, room: number) => {
    const start = at * view.zoom + from;
    const size = length * view.zoom;
    const free = Math.min(16, Math.max(0, (room - size) / 2));
    // What does not fit is shown from its beginning.
    if (size + 2 * free > room || start < 0) return free - start;
    return start + size > room ? room - free - size - start : 0;
  };
  const dx = place(box.x, view.x, box.width, canvas.width);
  const dy = place(box.y, view.y, box.height, canvas.height - hidden);
  return dx === 0 && dy === 0 ? null : { ...view, x: view.x + dx, y: view.y + dy };
}

function centred(box: Box, zoom: number, canvas: Size): View {
  return {
    zoom,
    x: (canvas.width - box.width * zoom) / 2 - box.x * zoom,
    y: (canvas.height - box.height * zoom) / 2 - box.y * zoom,
  };
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  return { x, y, width, height };
}
