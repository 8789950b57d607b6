import { hookServer } from "../hook-server.ts";

export const server = hookServer("x-make-apikey");
