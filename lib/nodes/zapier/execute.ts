import { executeHook } from "../hook-sender/execute-hook.ts";
import { product } from "./product.ts";

export const execute = executeHook(product);
