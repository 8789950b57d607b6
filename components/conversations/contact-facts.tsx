import Link from "next/link";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConversationDetail } from "#lib/chat/desk/contract.ts";

const own = new Set(["id", "channel", "firstSeenAt", "reference"]);

/** What is known of the visitor, and what the conversation belongs to. */
export function ContactFacts({ conversation }: { conversation: ConversationDetail }) {
  const { contact, flowId, flowName, createdAt, waitingSince } = conversation;
  const remembered = Object.entries(contact).filter(([name]) => !own.has(name));
  return (
    <dl className="flex flex-col gap-3 text-sm">
      <Fact label="Flow">
        <Link href={`/flows/${flowId}`} className="text-accent-text underline underline-offset-2">
          {flowName || "A deleted flow"}
        </Link>
      </Fact>
      <Fact label="Begun">
        <TimeAgo at={createdAt} />
      </Fact>
      {typeof contact.firstSeenAt === "string" && (
        <Fact label="First seen">
          <TimeAgo at={contact.firstSeenAt} />
        </Fact>
      )}
      {typeof contact.reference === "string" && (
        <Fact label="Known to the API as">
          <span className="wrap-anywhere">{contact.reference}</span>
        </Fact>
      )}
      {waitingSince !== null && (
        <Fact label="Waits for an answer since">
          <TimeAgo at={waitingSince} />
        </Fact>
      )}
      {remembered.map(([name, value]) => (
        <Fact key={name} label={name}>
          <span className="wrap-anywhere whitespace-pre-wrap">{String(value)}</span>
        </Fact>
      ))}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
