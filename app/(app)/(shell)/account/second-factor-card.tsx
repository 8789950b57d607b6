"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { NewSecondFactor, SecondFactorState } from "#lib/access/second-factor/contract.ts";
import { PasswordDialog } from "./password-dialog.tsx";
import { RecoveryCodesDialog } from "./recovery-codes-dialog.tsx";
import {
  beginSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from "./second-factor-actions.ts";
import { SecondFactorDialog } from "./second-factor-dialog.tsx";

type Props = {
  state: SecondFactorState;
  /** The workspace asks for one. */
  due: boolean;
};

type Open =
  | { dialog: "set-up"; fresh: NewSecondFactor }
  | { dialog: "codes"; codes: string[] }
  | { dialog: "off" | "renew" };

/** Below so many recovery codes, one is reminded to make new ones. */
const fewCodes = 4;

/** One's own second factor: turned on, turned off, and its recovery codes. */
export function SecondFactorCard({ state, due }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>();
  const [pending, setPending] = useState(false);
  const close = () => setOpen(undefined);

  async function begin() {
    setPending(true);
    const result = await tryAction(() => beginSecondFactor({}));
    setPending(false);
    if (!result.ok) return toastError(result.error);
    setOpen({ dialog: "set-up", fresh: result.value });
  }

  function showCodes(codes: string[]) {
    setOpen({ dialog: "codes", codes });
    router.refresh();
  }

  return (
    <Card className="p-5">
      <h2
        id="second-factor"
        className="mb-1 scroll-mt-8 flex items-center gap-2 font-semibold text-lg"
      >
        Second factor
        {state.on && <Badge tone="ok">On</Badge>}
      </h2>
      {due && (
        <Callout tone="warn" title="This workspace asks everybody for a second factor.">
          Turn it on here; then everything else is open to you again.
        </Callout>
      )}
      {state.on ? (
        <>
          <p className="mb-3 text-muted">
            Signing in asks for a code of your authenticator app. On since{" "}
            <TimeAgo at={state.since} />; {state.recoveryCodes} of your recovery codes are unused.
          </p>
          {state.recoveryCodes < fewCodes && (
            <div className="mb-3">
              <Callout tone="warn" title="Few recovery codes are left.">
                Make new ones while you can still sign in.
              </Callout>
            </div>
          )}
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setOpen({ dialog: "renew" })}>New recovery codes</Button>
            <Button onClick={() => setOpen({ dialog: "off" })}>Turn off</Button>
          </div>
        </>
      ) : (
        <>
          <p className="mt-1 mb-3 text-muted">
            With it, a password alone does not open your account: signing in also asks for a code
            that an app on your phone shows.
          </p>
          <Button variant={due ? "primary" : "secondary"} pending={pending} onClick={begin}>
            Turn on
          </Button>
        </>
      )}
      {open?.dialog === "set-up" && (
        <SecondFactorDialog fresh={open.fresh} onClose={close} onDone={showCodes} />
      )}
      {open?.dialog === "codes" && <RecoveryCodesDialog codes={open.codes} onClose={close} />}
      {open?.dialog === "renew" && (
        <PasswordDialog
          title="New recovery codes?"
          description="The codes you have now end."
          confirmLabel="Make new codes"
          submit={renewRecoveryCodes}
          onClose={close}
          onDone={({ recoveryCodes }) => showCodes(recoveryCodes)}
        />
      )}
      {open?.dialog === "off" && (
        <PasswordDialog
          danger
          title="Turn off the second factor?"
          description="Your password alone opens the account then. Your recovery codes end."
          confirmLabel="Turn off"
          submit={turnOffSecondFactor}
          onClose={close}
          onDone={() => {
            close();
            toast({ title: "Your second factor is off.", tone: "ok" });
            router.refresh();
          }}
        />
      )}
    </Card>
  );
}
