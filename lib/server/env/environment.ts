import { join } from "node:path";
import { z } from "zod";
import type { SignInProvider } from "#lib/access/external/contract.ts";
import { isSender, type MailServer, readSmtpUrl } from "#lib/mail/read-smtp-url.ts";

const flag = z
  .enum(["1", "0", "true", "false"])
  .transform((value) => value === "1" || value === "true");
/** Providers' addresses: https, or http on this machine. */
const providerUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => url.startsWith("https:") || isLoopbackUrl(url));
const clientId = { expected: "the client ID that the provider gave", schema: line().optional() };
const clientSecret = {
  expected: "the client secret that the provider gave",
  secret: true,
  schema: line().optional(),
};
const roles = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .pipe(z.array(z.enum(["web", "worker"])).min(1));

/** Each variable with what a right value looks like, for the message about a wrong one. */
const variables = {
  PORT: {
    expected: "a port number from 0 to 65535",
    schema: z.coerce.number().int().min(0).max(65_535).default(3000),
  },
  HOST: {
    expected: "an address to listen on, such as 127.0.0.1 or 0.0.0.0",
    schema: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/)
      .default("127.0.0.1"),
  },
  DATABASE_URL: {
    expected: "a Postgres address, such as postgresql://user:password@host:5432/name",
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/)
      .optional(),
  },
  PATCHBAY_TRUST_PROXY: { expected: "1 or 0", schema: flag.default(false) },
  PATCHBAY_DATA_DIR: { expected: "a folder", schema: z.string().min(1).optional() },
  PATCHBAY_BASE_URL: {
    expected: "the address people use, such as https://flows.example.com",
    schema: z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url).origin)
      .optional(),
  },
  PATCHBAY_ROLES: { expected: "web, worker or web,worker", schema: roles.prefault("web,worker") },
  PATCHBAY_ENCRYPTION_KEYS: {
    expected: "id:base64 with 32 bytes, several separated by commas",
    secret: true,
    schema: z
      .string()
      .regex(
        /^[A-Za-z0-9_-]{1,40}:[A-Za-z0-9+/]{43}=(\s*,\s*[A-Za-z0-9_-]{1,40}:[A-Za-z0-9+/]{43}=)*$/,
      )
      .optional(),
  },
  PATCHBAY_ADMIN_EMAIL: {
    expected: "an e-mail address",
    schema: z
      .email()
      .transform((email) => email.toLowerCase())
      .optional(),
  },
  PATCHBAY_ADMIN_PASSWORD: {
    expected: "at least 10 characters",
    secret: true,
    schema: z.string().min(10).max(200).optional(),
  },
  PATCHBAY_EGRESS_ALLOW: {
    expected: "host:port or CIDR, several separated by commas",
    schema: z
      .string()
      .transform((text) =>
        text
          .split(",")
          .map((entry) => entry.trim())
          .filter(Boolean),
      )
      .pipe(
        z.array(
          z
            .string()
            .regex(
              /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$|^[0-9A-Fa-f:.]+\/\d{1,3}(:\d{1,5})?$/,
            ),
        ),
      )
      .prefault(""),
  },
  PATCHBAY_GOOGLE_CLIENT_ID: clientId,
  PATCHBAY_GOOGLE_CLIENT_SECRET: clientSecret,
  PATCHBAY_GOOGLE_ISSUER: {
    expected: "an https address, such as https://accounts.google.com",
    schema: providerUrl.default("https://accounts.google.com"),
  },
  PATCHBAY_GITHUB_CLIENT_ID: clientId,
  PATCHBAY_GITHUB_CLIENT_SECRET: clientSecret,
  PATCHBAY_GITHUB_URL: {
    expected: "an https address, such as https://github.example.com",
    schema: providerUrl.default("https://github.com"),
  },
  PATCHBAY_OIDC_ISSUER: {
    expected: "an https address, such as https://login.example.com",
    schema: providerUrl.optional(),
  },
  PATCHBAY_OIDC_CLIENT_ID: clientId,
  PATCHBAY_OIDC_CLIENT_SECRET: clientSecret,
  PATCHBAY_OIDC_NAME: {
    expected: "a name of at most 40 characters",
    schema: z.string().max(40).default("single sign-on"),
  },
  PATCHBAY_SMTP_URL: {
    expected: "a mail server, such as smtp://user:password@mail.example.com:587",
    secret: true,
    schema: z
      .string()
      .transform((text, context) => {
        const server = readSmtpUrl(text);
        if (server === undefined) context.addIssue({ code: "custom", message: "unreadable" });
        return server ?? z.NEVER;
      })
      .optional(),
  },
  PATCHBAY_MAIL_FROM: {
    expected: "an address, such as Patchbay <flows@example.com>",
    schema: z.string().refine(isSender).optional(),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    expected: "an address such as http://localhost:4318",
    schema: z.url({ protocol: /^https?$/ }).optional(),
  },
  OTEL_TRACES_SAMPLER_ARG: {
    expected: "a number from 0 to 1",
    schema: z.coerce.number().min(0).max(1).default(1),
  },
  PATCHBAY_METRICS_TOKEN: {
    expected: "at least 16 characters",
    secret: true,
    schema: z.string().min(16).max(200).optional(),
  },
  LOG_LEVEL: {
    expected: "debug, info, warn, error or silent",
    schema: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
  },
  PATCHBAY_DEV: { expected: "1 or 0", schema: flag.default(false) },
} as const satisfies Record<string, { expected: string; schema: z.ZodType; secret?: boolean }>;

type Raw = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]["schema"]> };

export type Environment = {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  trustProxy: boolean;
  dataDir: string;
  /** Undefined: the address it listens on. */
  baseUrl: string | undefined;
  roles: readonly ("web" | "worker")[];
  encryptionKeys: string | undefined;
  admin: { email: string; password: string } | undefined;
  egressAllow: readonly string[];
  /** Providers that people may sign in with besides their passwords. */
  signInProviders: readonly SignInProvider[];
  /** Where the installation's own mail goes out. */
  mail: (MailServer & { from: string }) | undefined;
  /** What /metrics asks of whoever is not on this machine. */
  metricsToken: string | undefined;
  /** Where traces of runs are sent, and the part of runs that is traced. */
  traces: { endpoint: string; ratio: number } | undefined;
  logLevel: Raw["LOG_LEVEL"];
  dev: boolean;
};

export type EnvironmentResult =
  | { ok: true; environment: Environment }
  /** One sentence a wrong variable; none repeats a secret. */
  | { ok: false; complaints: string[] };

/** Reads and checks every variable Patchbay knows. Empty counts as unset. */
export function readEnvironment(
  source: { [name: string]: string | undefined },
  projectFolder: string,
): EnvironmentResult {
  const complaints: string[] = [];
  const read: { [name: string]: unknown } = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = source[name]?.trim();
    const parsed = variable.schema.safeParse(text === "" ? undefined : text);
    if (parsed.success) read[name] = parsed.data;
    else {
      const got = "secret" in variable ? "something else" : JSON.stringify(text);
      complaints.push(`${name}: expected ${variable.expected}, got ${got}`);
    }
  }
  const raw = read as Raw /* every schema above has filled its name, or complained */;
  if (complaints.length === 0) complaints.push(...checkTogether(raw));
  if (complaints.length > 0) return { ok: false, complaints };
  const { PATCHBAY_ADMIN_EMAIL: email, PATCHBAY_ADMIN_PASSWORD: password } = raw;
  return {
    ok: true,
    environment: {
      port: raw.PORT,
      host: raw.HOST,
      databaseUrl: raw.DATABASE_URL,
      trustProxy: raw.PATCHBAY_TRUST_PROXY,
      dataDir: raw.PATCHBAY_DATA_DIR ?? join(projectFolder, ".patchbay"),
      baseUrl: raw.PATCHBAY_BASE_URL,
      roles: raw.PATCHBAY_ROLES,
      encryptionKeys: raw.PATCHBAY_ENCRYPTION_KEYS,
      admin: email !== undefined && password !== undefined ? { email, password } : undefined,
      egressAllow: raw.PATCHBAY_EGRESS_ALLOW,
      signInProviders: signInProviders(raw),
      mail: mailOf(raw),
      metricsToken: raw.PATCHBAY_METRICS_TOKEN,
      traces:
        raw.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
          ? undefined
          : {
              endpoint: raw.OTEL_EXPORTER_OTLP_ENDPOINT,
              ratio: raw.OTEL_TRACES_SAMPLER_ARG,
            },
      logLevel: raw.LOG_LEVEL,
      dev: raw.PATCHBAY_DEV,
    },
  };
}

function mailOf({ PATCHBAY_SMTP_URL: server, PATCHBAY_MAIL_FROM: named }: Raw) {
  const from = named ?? server?.from;
  return server !== undefined && from !== undefined ? { ...server, from } : undefined;
}

function checkTogether(raw: Raw): string[] {
  const complaints: string[] = [];
  const { PATCHBAY_SMTP_URL: server, PATCHBAY_MAIL_FROM: from } = raw;
  if (server !== undefined && server.from === undefined && from === undefined) {
    complaints.push(
      "PATCHBAY_MAIL_FROM: expected with PATCHBAY_SMTP_URL, unless its user name is an address",
    );
  }
  if (server === undefined && from !== undefined) {
    complaints.push("PATCHBAY_SMTP_URL: expected with PATCHBAY_MAIL_FROM");
  }
  if (raw.DATABASE_URL !== undefined && raw.PATCHBAY_ENCRYPTION_KEYS === undefined) {
    complaints.push(
      "PATCHBAY_ENCRYPTION_KEYS: expected with DATABASE_URL, so that every replica uses the same keys; make one with: echo k1:$(openssl rand -base64 32)",
    );
  }
  if ((raw.PATCHBAY_ADMIN_EMAIL === undefined) !== (raw.PATCHBAY_ADMIN_PASSWORD === undefined)) {
    complaints.push(
      "PATCHBAY_ADMIN_EMAIL and PATCHBAY_ADMIN_PASSWORD: expected both or neither of them",
    );
  }
  complaints.push(...incompleteProviders(raw));
  if (raw.DATABASE_URL === undefined && new Set(raw.PATCHBAY_ROLES).size < 2) {
    complaints.push(
      "PATCHBAY_ROLES: expected both web and worker without DATABASE_URL: the built-in database is this process's own",
    );
  }
  return complaints;
}

function signInProviders(raw: Raw): SignInProvider[] {
  const given = [
    {
      ...{ id: "google" as const, label: "Google", url: raw.PATCHBAY_GOOGLE_ISSUER },
      clientId: raw.PATCHBAY_GOOGLE_CLIENT_ID,
      clientSecret: raw.PATCHBAY_GOOGLE_CLIENT_SECRET,
    },
    {
      ...{ id: "github" as const, label: "GitHub", url: raw.PATCHBAY_GITHUB_URL },
      clientId: raw.PATCHBAY_GITHUB_CLIENT_ID,
      clientSecret: raw.PATCHBAY_GITHUB_CLIENT_SECRET,
    },
    {
      ...{ id: "oidc" as const, label: raw.PATCHBAY_OIDC_NAME, url: raw.PATCHBAY_OIDC_ISSUER },
      clientId: raw.PATCHBAY_OIDC_CLIENT_ID,
      clientSecret: raw.PATCHBAY_OIDC_CLIENT_SECRET,
    },
  ];
  return given.flatMap(({ url, clientId, clientSecret, ...rest }) =>
    url === undefined || clientId === undefined || clientSecret === undefined
      ? []
      : [{ ...rest, url, clientId, clientSecret }],
  );
}

/** A sign-in that was half set up would be missed by nobody but the people who need it. */
function incompleteProviders(raw: Raw): string[] {
  const groups: [names: string, values: (string | undefined)[]][] = [
    [
      "PATCHBAY_GOOGLE_CLIENT_ID and PATCHBAY_GOOGLE_CLIENT_SECRET: expected both or neither of them",
      [raw.PATCHBAY_GOOGLE_CLIENT_ID, raw.PATCHBAY_GOOGLE_CLIENT_SECRET],
    ],
    [
      "PATCHBAY_GITHUB_CLIENT_ID and PATCHBAY_GITHUB_CLIENT_SECRET: expected both or neither of them",
      [raw.PATCHBAY_GITHUB_CLIENT_ID, raw.PATCHBAY_GITHUB_CLIENT_SECRET],
    ],
    [
      "PATCHBAY_OIDC_ISSUER, PATCHBAY_OIDC_CLIENT_ID and PATCHBAY_OIDC_CLIENT_SECRET: expected all or none of them",
      [raw.PATCHBAY_OIDC_ISSUER, raw.PATCHBAY_OIDC_CLIENT_ID, raw.PATCHBAY_OIDC_CLIENT_SECRET],
    ],
  ];
  return groups.flatMap(([complaint, values]) => {
    const set = values.filter((value) => value !== undefined).length;
    return set === 0 || set === values.length ? [] : [complaint];
  });
}

function line() {
  return z.string().regex(/^[\x21-\x7e]{1,500}$/);
}

function isLoopbackUrl(text: string): boolean {
  const host = URL.parse(text)?.hostname ?? "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
