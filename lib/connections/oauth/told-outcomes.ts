import type { OAuthFacts } from "./attention.ts";
import type { ToldOutcome } from "./connect-state.ts";

const again = "Go back to the connections and press “Connect” again.";

type Connected = {
  name: string;
  provider: string;
  facts: OAuthFacts;
  missing: string[];
  expiresAt: Date | null;
};

/** All went well; what was not given as asked is said as well. */
export function connected({ name, provider, facts, missing, expiresAt }: Connected): ToldOutcome {
  const whose = facts.account === "" ? "" : ` as ${facts.account}`;
  const day = expiresAt?.toISOString().slice(0, 10);
  return {
    ok: true,
    title: `“${name}” is connected`,
    message: `${provider} gave access${whose}. Flows can use it from now on.`,
    next: [
      missing.length > 0 &&
        `Not given: ${missing.join(", ")}. Steps that need it will be refused; connect again and allow everything.`,
      day !== undefined && `The access ends on ${day} (UTC). Connect it again before then.`,
    ]
      .filter((sentence) => sentence !== false)
      .join(" "),
  };
}

export function denied(name: string, provider: string): ToldOutcome {
  return bad("Access was not allowed", `At ${provider}, access for “${name}” was declined.`, again);
}

export function failed(name: string, message: string, next: string | undefined): ToldOutcome {
  return bad(`“${name}” was not connected`, message, next ?? again);
}

/** Nothing is known of such a way to a provider. */
export function unknown(): ToldOutcome {
  return bad(
    "This is not one of our links",
    "Patchbay sent nobody to a provider with this address, or it was long ago. Nothing was connected.",
    again,
  );
}

/** It was started by another session or in another workspace. */
export function foreign(): ToldOutcome {
  return bad(
    "This was started elsewhere",
    "Connecting an account has to end in the same browser, session and workspace that it began in. Nothing was connected.",
    again,
  );
}

export function used(): ToldOutcome {
  return bad("This was used already", "Each way to the provider and back works once.", again);
}

export function expired(): ToldOutcome {
  return bad(
    "That took too long",
    "You have 10 minutes at the provider, then it has to be started again. Nothing was connected.",
    again,
  );
}

export function deleted(): ToldOutcome {
  return bad(
    "The connection is gone",
    "It was deleted while you were at the provider. Nothing was connected.",
    "Restore it or make a new one, then connect that.",
  );
}

export function changed(name: string): ToldOutcome {
  return bad(
    `“${name}” was changed meanwhile`,
    "Its app or provider is another one now than when you were sent there. Nothing was connected.",
    again,
  );
}

function bad(title: string, message: string, next: string): ToldOutcome {
  return { ok: false, title, message, next };
}
