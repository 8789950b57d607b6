import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { Card } from "#components/ui/card.tsx";
import { services } from "#lib/server/services.ts";
import { ForgotForm } from "./forgot-form.tsx";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPage() {
  if (services().mailer.configured) return <ForgotForm />;
  return (
    <Card className="p-6">
      <h1 className="font-semibold text-xl tracking-tight">Forgotten password</h1>
      <p className="mt-1 text-muted">This installation sends no mail, but you can get a link:</p>
      <ul className="mt-3 mb-4 flex list-disc flex-col gap-2 pl-5">
        <li>An admin of your workspace makes one on the People page.</li>
        <li>
          For an owner, whoever runs the server makes one with{" "}
          <code className="break-words text-sm">npm run patchbay -- account reset-link</code> and
          the e-mail address.
        </li>
      </ul>
      <Link href="/sign-in" className={buttonClass("secondary", "lg")}>
        Go to sign in
      </Link>
    </Card>
  );
}
