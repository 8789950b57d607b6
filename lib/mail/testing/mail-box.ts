import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export type ReceivedMail = { from: string; to: string[]; raw: string };

export type MailBox = {
  port: number;
  /** As `PATCHBAY_SMTP_URL` has it. */
  url: string;
  received: ReceivedMail[];
  /** The next mail that arrives for this address, or the newest that has, after those taken before. */
  take(to: string): Promise<ReceivedMail>;
  close(): Promise<void>;
};

/** A real mail server on loopback, without encryption, that keeps what it is given. For tests. */
export async function openMailBox(
  options: SMTPServerOptions & { port?: number } = {},
): Promise<MailBox> {
  const received: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const waiting: { to: string; resolve: (mail: ReceivedMail) => void }[] = [];

  function arrive(mail: ReceivedMail): void {
    received.push(mail);
    const index = waiting.findIndex(({ to }) => mail.to.includes(to));
    if (index === -1) return;
    taken.add(mail);
    waiting.splice(index, 1)[0]?.resolve(mail);
  }

  const server = new SMTPServer({
    logger: false,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, callback) {
      let raw = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk) => {
        raw += chunk;
      });
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        arrive({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
        });
        callback();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on a port
  return {
    port,
    url: `smtp://127.0.0.1:${port}?security=none&from=Patchbay%20%3Cbay@x.test%3E`,
    received,
    async take(to) {
      const there = received.findLast((mail) => mail.to.includes(to) && !taken.has(mail));
      if (there !== undefined) {
        taken.add(there);
        return there;
      }
      return new Promise((resolve) => waiting.push({ to, resolve }));
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** The address that stands alone on a line of a mail's plain text. */
export function linkIn({ raw }: ReceivedMail): string {
  // Quoted-printable: soft line breaks, and "=" written as =3D.
  const text = raw.replace(/=\r?\n/g, "").replaceAll("=3D", "=");
  const link = /^https?:\/\/\S+$/m.exec(text)?.[0];
  if (link === undefined) throw new Error(`No link in this mail:\n${raw}`);
  return link;
}
