"use client";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { shortcutList } from "../keyboard/shortcut-list.ts";

/** Every shortcut, by what one wants to do. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Keyboard shortcuts"
      size="lg"
      reading
    >
      <div className="grid gap-x-8 gap-y-5 pb-4 sm:grid-cols-2">
        {shortcutList.map(({ group, items }) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1.5 font-medium text-muted text-sm">{group}</h3>
            <dl className="flex flex-col">
              {items.map(({ keys, does }) => (
                <div
                  key={does}
                  className="flex items-center justify-between gap-3 border-line border-b py-1.5 last:border-0"
                >
                  <dt>{does}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
