let down = false;
if (typeof window !== "undefined") {
  const set = (isDown: boolean) => () => {
    down = isDown;
  };
  window.addEventListener("pointerdown", set(true), true);
  window.addEventListener("pointerup", set(false), true);
  window.addEventListener("pointercancel", set(false), true);
}

/** Resolves once no mouse button or finger is down, and what that caused has happened. */
export function pointerIsUp(): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => setTimeout(resolve, 0);
    if (!down) return settle();
    window.addEventListener("pointerup", settle, { once: true });
    window.addEventListener("pointercancel", settle, { once: true });
  });
}
