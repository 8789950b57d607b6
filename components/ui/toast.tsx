"use client";
import { X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { create } from "zustand";
import { cx } from "./cx.ts";
import { IconButton } from "./icon-button.tsx";

type ToastInput = {
  title: string;
  /** What to do next, or more about it. */
  detail?: string | undefined;
  tone?: "neutral" | "ok" | "bad";
  action?: { label: string; onClick: () => void };
  /** ms; default 5,000, and 10,000 with an action or an error. */
  durationMs?: number;
};

type Shown = ToastInput & { id: number };

const useToasts = create<{ toasts: Shown[]; next: number }>(() => ({ toasts: [], next: 1 }));

/** Shows a message at the lower right. */
export function toast(input: ToastInput): void {
  useToasts.setState((state) => ({
    toasts: [...state.toasts.slice(-2), { ...input, id: state.next }],
    next: state.next + 1,
  }));
}

/** Shows an action's error: its sentence, and what to do next. */
export function toastError(error: { message: string; next?: string | undefined }): void {
  toast({ title: error.message, detail: error.next, tone: "bad" });
}

function dismiss(id: number): void {
  useToasts.setState((state) => ({ toasts: state.toasts.filter((shown) => shown.id !== id) }));
}

const edges = { neutral: "border-l-accent", ok: "border-l-ok", bad: "border-l-bad" };

/** Where toasts appear; one for the whole app. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <Primitive.Provider swipeDirection="right" label="Notifications">
      {toasts.map((shown) => (
        <Primitive.Root
          key={shown.id}
          duration={shown.durationMs ?? (shown.action || shown.tone === "bad" ? 10_000 : 5_000)}
          onOpenChange={(open) => !open && dismiss(shown.id)}
          className={cx(
            "flex items-start gap-3 rounded-lg border border-line border-l-4 bg-raised py-2.5 pr-2 pl-3 shadow-float",
            edges[shown.tone ?? "neutral"],
          )}
        >
          <div className="min-w-0 flex-1 py-0.5">
            <Primitive.Title className="font-medium">{shown.title}</Primitive.Title>
            {shown.detail && (
              <Primitive.Description className="text-muted text-sm">
                {shown.detail}
              </Primitive.Description>
            )}
          </div>
          {shown.action && (
            <Primitive.Action
              altText={shown.action.label}
              onClick={shown.action.onClick}
              className="rounded-md px-2 py-1 font-medium text-accent-text text-sm hover:bg-hover"
            >
              {shown.action.label}
            </Primitive.Action>
          )}
          <Primitive.Close asChild>
            <IconButton label="Dismiss" icon={<X className="size-4" />} size="sm" />
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport className="fixed right-4 bottom-4 z-[60] flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none" />
    </Primitive.Provider>
  );
}
