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
    const settle = () => setTimeout(() => (down ? wait() : resolve()), 0);
    const wait = () => {
      const ended = new AbortController();
      const onEnd = () => {
        ended.abort();
        settle();
      };
      window.addEventListener("pointerup", onEnd, ended);
      window.addEventListener("pointercancel", onEnd, ended);
    };
    settle();
  });
}
