"use client";
import type { PointerEvent } from "react";

const smallest = 140;
const step = 24;

/** The panel's upper edge: drag it, or focus it and press up and down. */
export function ResizeHandle({
  height,
  onResize,
}: {
  /** In px. */
  height: number;
  onResize: (height: number) => void;
}) {
  const largest = () => Math.round(window.innerHeight * 0.7);
  const resize = (next: number) => onResize(Math.min(Math.max(next, smallest), largest()));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    const from = event.clientY;
    handle.setPointerCapture(event.pointerId);
    const onMove = ({ clientY }: globalThis.PointerEvent) => resize(height + from - clientY);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener(
      "lostpointercapture",
      () => handle.removeEventListener("pointermove", onMove),
      { once: true },
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that is dragged has no element of its own
    <div
      role="separator"
      tabIndex={0}
      aria-label="Height of the panel"
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={smallest}
      className="-top-1 absolute inset-x-0 z-10 h-2 cursor-row-resize touch-none hover:bg-accent/30"
      onPointerDown={onPointerDown}
      onKeyDown={(event) => {
        if (event.key === "ArrowUp") resize(height + step);
        else if (event.key === "ArrowDown") resize(height - step);
        else return;
        event.preventDefault();
      }}
    />
  );
}
