/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // Types are checked by `tsc` in the test run; TypeScript 7 has no JavaScript API for Next to call.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "fastify", "undici", "@node-rs/argon2", "@prisma/client"],
  // Server functions take passwords: development must not print their arguments.
  logging: { serverFunctions: false },
  turbopack: { root: import.meta.dirname },
};
