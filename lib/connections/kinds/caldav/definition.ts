import { allowedHosts, allowInsecure, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** A calendar server (RFC 4791), iCloud among them. */
export const caldav: ConnectionKind = {
  id: "caldav",
  label: "Calendar (Apple, CalDAV)",
  summary: "iCloud, Fastmail, Nextcloud and other calendars.",
  group: "services",
  http: true,
  test: "itself",
  guide: {
    steps: [
      "iCloud: sign in at account.apple.com, then “Sign-In and Security”, “App-Specific Passwords”.",
      "Nextcloud: Settings, Security, “Devices & sessions” makes an app password; the address ends in /remote.php/dav.",
    ],
    link: { label: "Apple account", href: "https://account.apple.com" },
  },
  complete(values) {
    const { settings } = values;
    // iCloud's calendars live on numbered hosts: p57-caldav.icloud.com and so on.
    const icloud = /^https:\/\/caldav\.icloud\.com(?::443)?(?:\/|$)/i.test(
      String(settings.serverUrl),
    );
    if (icloud && settings.allowedHosts === "") {
      return { ...values, settings: { ...settings, allowedHosts: "*.icloud.com" } };
    }
    return limitToHostOf("serverUrl")(values);
  },
  fields: [
    {
      key: "serverUrl",
      label: "Server's address",
      help: "For iCloud, leave it as it is.",
      secret: false,
      required: true,
      input: "text",
      format: "url",
      initial: "https://caldav.icloud.com/",
      options: [
        { value: "https://caldav.icloud.com/", label: "iCloud" },
        { value: "https://caldav.fastmail.com/dav/", label: "Fastmail" },
        { value: "https://posteo.de:8443/", label: "Posteo" },
      ],
    },
    {
      key: "username",
      label: "User name",
      help: "For iCloud, the e-mail address of the Apple account.",
      placeholder: "ada@icloud.com",
      secret: false,
      required: true,
      input: "text",
      format: "text",
    },
    {
      key: "password",
      label: "App password",
      help: "Made for Patchbay alone, so that you can take it back without changing your own password.",
      placeholder: "xxxx-xxxx-xxxx-xxxx",
      secret: true,
      required: true,
      input: "password",
      format: "text",
    },
    {
      ...allowedHosts,
      help: "Hosts that may receive the password. Left empty, the server's own.",
      advanced: true,
    },
    { ...allowInsecure, advanced: true },
  ],
};
