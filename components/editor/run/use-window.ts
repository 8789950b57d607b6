import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** Rows drawn beyond what is in sight, above and below, so that scrolling shows no gaps. */
const spare = 12;
/** What is drawn before the list has been measured. */
const firstRows = 40;

type Range = { from: number; to: number };

/**
 * The part of a long list of equally high rows that is near to what is in sight; the rest need not be
 * drawn. `rowHeight` in px. The list scrolls in the closest element around it that scrolls, wherever
 * in it it begins. `show` brings a row into sight.
 */
export function useWindow(
  list: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): Range & { show: (index: number) => void } {
  const [range, setRange] = useState<Range>({ from: 0, to: firstRows });

  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    if (scroller === null) return;
    const measure = () => {
      const top = offsetIn(scroller, list.current);
      const from = Math.max(0, Math.floor((scroller.scrollTop - top) / rowHeight) - spare);
      const rows = Math.ceil(scroller.clientHeight / rowHeight) + 2 * spare;
      setRange((before) =>
        before.from === from && before.to === from + rows ? before : { from, to: from + rows },
      );
    };
    measure();
    scroller.addEventListener("scroll", measure, { passive: true });
    const resized = new ResizeObserver(measure);
    resized.observe(scroller);
    return () => {
      scroller.removeEventListener("scroll", measure);
      resized.disconnect();
    };
  }, [list, rowHeight]);

  const show = useCallback(
    (index: number) => {
      const scroller = scrollerOf(list.current);
      if (scroller === null) return;
      const top = offsetIn(scroller, list.current) + index * rowHeight;
      const lowest = top + rowHeight - scroller.clientHeight;
      // What is in sight stays where it is.
      scroller.scrollTop = Math.max(lowest, Math.min(scroller.scrollTop, top));
    },
    [list, rowHeight],
  );

  return { from: Math.min(range.from, count), to: Math.min(range.to, count), show };
}

function scrollerOf(list: HTMLElement | null): HTMLElement | null {
  let around = list?.parentElement ?? null;
  while (around !== null && !/auto|scroll/.test(getComputedStyle(around).overflowY)) {
    around = around.parentElement;
  }
  return around;
}

/** How far down in what scrolls the list begins, in px. */
function offsetIn(scroller: HTMLElement, list: HTMLElement | null): number {
  if (list === null) return 0;
  const from = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  return from - scroller.clientTop + scroller.scrollTop;
}
