"use client";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

/** A password that can be shown, to check what was typed. Stands in a `FormField`. */
export function PasswordInput({
  className,
  ...rest
}: Omit<ComponentProps<typeof TextInput>, "type">) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <TextInput
        type={shown ? "text" : "password"}
        spellCheck={false}
        autoCapitalize="none"
        className={cx("pr-9", className)}
        {...rest}
      />
      <IconButton
        label={shown ? "Hide password" : "Show password"}
        icon={shown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
        size="sm"
        side="top"
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
