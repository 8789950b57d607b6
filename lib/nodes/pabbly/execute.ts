import { executeHook } from "../hook-sender/execute-hook.ts";
import { product } from "./product.ts";
import { routeOf } from "./route-of.ts";

export const execute = executeHook(product, async ({ config }) => routeOf(config));
