"use client";
import { ExternalLink } from "lucide-react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { useEditor } from "../store/editor-context.tsx";

/** Where the live version is reached: its chat page and its webhooks. */
export function LiveAddresses() {
  const nodes = useEditor((state) => state.document.nodes);
  const hooks = useEditor((state) => state.hooks);
  const slug = useEditor((state) => state.slug);
  const { origin } = window.location;
  const hasChat = nodes.some(({ type, disabled }) => type === "chat-trigger" && !disabled);
  const webhooks = nodes.flatMap((node) => {
    const hook = hooks.find(({ nodeId }) => nodeId === node.id);
    return hook ? [{ name: node.name, address: `${origin}/hooks/${hook.hookId}` }] : [];
  });
  if (!hasChat && webhooks.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {hasChat && <Address name="Chat page" address={`${origin}/chat/${slug}`} link />}
      {webhooks.map(({ name, address }) => (
        <Address key={address} name={name} address={address} />
      ))}
    </ul>
  );
}

function Address({ name, address, link }: { name: string; address: string; link?: boolean }) {
  return (
    <li className="flex items-center gap-1 rounded-lg border border-line bg-sunken py-1 pr-1 pl-2.5">
      <span className="min-w-0 flex-1">
        <span className="block text-muted text-xs">{name}</span>
        <span className="block truncate font-mono text-xs" title={address}>
          {address}
        </span>
      </span>
      <CopyButton text={address} label="Copy the address" />
      {link && (
        <a
          href={address}
          target="_blank"
          rel="noreferrer"
          aria-label="Open in a new tab"
          className="flex size-7 items-center justify-center rounded-lg text-muted hover:bg-hover"
        >
          <ExternalLink className="size-4" />
        </a>
      )}
    </li>
  );
}
