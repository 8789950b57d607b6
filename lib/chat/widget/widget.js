// Puts a chat on a page:
//   <script src="https://patchbay.example/chat/widget.js" data-flow="my-chat" defer></script>
// Options, all as attributes: data-flow (the chat's address), data-color (a CSS colour; else the
// workspace's own), data-position
// ("right" or "left"), data-open ("true": opens by itself), data-label (the button's name).
// The page may call window.PatchbayChat.open(), .close() and .toggle().
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const flow = script?.dataset.flow;
  if (!script || !flow || document.getElementById("patchbay-chat")) return;

  const origin = new URL(script.src).origin;
  const { color = "#2563eb", position, label = "Chat" } = script.dataset;
  const asksColor = script.dataset.color === undefined;
  const side = position === "left" ? "left" : "right";
  const safeColor = CSS.supports("color", color) ? color : "#2563eb";

  const host = document.createElement("div");
  host.id = "patchbay-chat";
  // Inside a shadow root the page's own styles cannot reach in.
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    button, iframe, p { position: fixed; z-index: 2147483000; ${side}: 16px; border: 0; }
    p {
      bottom: 84px; margin: 0; padding: 16px; box-sizing: border-box; width: min(384px, calc(100vw - 32px));
      border-radius: 12px; color: #1b2430; background: #fff; box-shadow: 0 8px 32px rgb(0 0 0 / 0.28);
      font: 15px/1.5 system-ui, sans-serif;
    }
    p[hidden] { display: none; }
    button {
      bottom: 16px; width: 56px; height: 56px; border-radius: 50%; padding: 0; cursor: pointer;
      color: var(--on-color, #fff); background: var(--color); box-shadow: 0 4px 16px rgb(0 0 0 / 0.25);
      display: grid; place-items: center; transition: transform 120ms;
    }
    button:hover { transform: scale(1.05); }
    button:focus-visible { outline: 3px solid var(--color); outline-offset: 3px; }
    svg { width: 26px; height: 26px; fill: none; stroke: currentcolor; stroke-width: 2;
      stroke-linecap: round; stroke-linejoin: round; }
    iframe {
      bottom: 84px; width: min(384px, calc(100vw - 32px)); height: min(600px, calc(100dvh - 104px));
      border-radius: 12px; background: #fff; box-shadow: 0 8px 32px rgb(0 0 0 / 0.28);
      color-scheme: normal; visibility: hidden; opacity: 0; transform: translateY(8px);
      transition: opacity 120ms, transform 120ms, visibility 120ms;
    }
    iframe.open { visibility: visible; opacity: 1; transform: none; }
    @media (max-width: 480px) {
      iframe.open { inset: 0; width: 100%; height: 100%; border-radius: 0; }
    }
    @media (prefers-reduced-motion: reduce) {
      button, iframe { transition: none; }
      button:hover, iframe { transform: none; }
    }
    @media print { :host { display: none; } }
  `);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.style.setProperty("--color", safeColor);
  button.setAttribute("aria-haspopup", "dialog");
  if (asksColor) {
    fetch(`${origin}/chat/api/${encodeURIComponent(flow)}/look`)
      .then((response) => response.json())
      .then((look) => {
        if (!look.color || !CSS.supports("color", look.color)) return;
        button.style.setProperty("--color", look.color);
        button.style.setProperty("--on-color", look.onColor);
      })
      // Not reachable, or not allowed here: the usual colour stays.
      .catch(() => undefined);
  }
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  icon.append(path);
  button.append(icon);
  root.append(button);

  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  let isOpen = false;
  let isLoaded = false;
  let isReady = false;
  /** A frame that the browser or the server refuses says nothing of it: it only stays silent. */
  const readyWithinMs = 6_000;
  const notice = document.createElement("p");
  notice.hidden = true;
  notice.setAttribute("role", "status");
  root.append(notice);

  /** The chat is loaded when it is first wanted, so that a page that nobody chats on stays light. */
  function loadFrame() {
    if (frame) return frame;
    frame = document.createElement("iframe");
    frame.title = label;
    frame.src = `${origin}/chat/${encodeURIComponent(flow ?? "")}?embed=1`;
    frame.addEventListener("load", () => {
      isLoaded = true;
      setTimeout(() => {
        if (!isReady) refuse();
      }, readyWithinMs);
      if (isOpen && root.activeElement) focusFrame();
    });
    root.append(frame);
    return frame;
  }

  /** Instead of the browser's own grey page. */
  function refuse() {
    frame?.remove();
    notice.textContent =
      "This chat cannot be shown on this website. Whoever looks after it can allow the website in the chat's settings.";
    notice.hidden = !isOpen;
  }

  function focusFrame() {
    frame?.focus();
    if (isLoaded) frame?.contentWindow?.postMessage({ type: "patchbay:opened" }, origin);
  }

  /** @param {boolean} open @param {boolean} [byVisitor] */
  function show(open, byVisitor = true) {
    isOpen = open;
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? `Close ${label}` : `Open ${label}`);
    path.setAttribute(
      "d",
      open
        ? "M6 6l12 12 M18 6L6 18"
        : "M20 11.5a7.5 7.5 0 0 1-10.9 6.7L4 20l1.8-4.9A7.5 7.5 0 1 1 20 11.5z",
    );
    if (open) loadFrame().classList.add("open");
    else frame?.classList.remove("open");
    notice.hidden = !open || notice.textContent === "";
    if (!byVisitor) return;
    if (open) focusFrame();
    else button.focus();
  }

  button.addEventListener("click", () => show(!isOpen));
  root.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key === "Escape" && isOpen) show(false);
  });
  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    if (event.data?.type === "patchbay:ready") isReady = true;
    if (event.data?.type === "patchbay:close") show(false);
  });

  Object.defineProperty(window, "PatchbayChat", {
    value: Object.freeze({
      open: () => show(true),
      close: () => show(false),
      toggle: () => show(!isOpen),
    }),
  });

  show(script.dataset.open === "true", false);
  if (document.body) document.body.append(host);
  else document.addEventListener("DOMContentLoaded", () => document.body.append(host));
})();
