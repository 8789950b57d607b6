"use client";
import { LogOut } from "lucide-react";
import { useTransition } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { forgetAllKeptEdits } from "#components/editor/store/kept-edits-place.ts";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import { signOut } from "./actions.ts";

export function SignOutButton() {
  const [pending, start] = useTransition();
  return (
    <Button
      icon={<LogOut aria-hidden="true" className="size-4" />}
      pending={pending}
      onClick={() =>
        start(async () => {
          const result = await tryAction(() => signOut({}));
          if (!result.ok && result.error.code !== "not_signed_in") return toastError(result.error);
          forgetAllKeptEdits();
          window.location.assign("/sign-in");
        })
      }
    >
      Sign out
    </Button>
  );
}
