import { executeHook } from "../hook-sender/execute-hook.ts";
import { findHook } from "./find-hook.ts";
import { product } from "./product.ts";

export const execute = executeHook(product, findHook);
