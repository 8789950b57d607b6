import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";

type Bindings = typeof import("@prisma/schema-engine-wasm") & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loading: Promise<Bindings> | undefined;

/**
 * Opens Prisma's schema engine (WebAssembly, in this process) over an adapter, to which it connects
 * at once. Call `free()` when done.
 */
export async function openSchemaEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  loading ??= loadBindings();
  const bindings = await loading;
  return await bindings.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/**
 * Does what the package's own entry does with `import "….wasm"`, but by hand: importing WebAssembly
 * as a module is still experimental in Node 24 and prints a warning.
 */
async function loadBindings(): Promise<Bindings> {
  const glue = import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  // The glue module has the entry's exports; its own declarations only describe the raw exports.
  const bindings = (await import(glue)) as Bindings;
  const bytes = await readFile(fileURLToPath(new URL("./schema_engine_bg.wasm", glue)));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": withLooseTimers(
      bindings as unknown as WebAssembly.ModuleImports, // functions by name
    ),
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  return bindings;
}

/**
 * The engine never clears the 10 s limit that it sets on taking its lock. Its timers may fire, but
 * must not keep the process, such as a test file's, waiting for them.
 */
function withLooseTimers(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const loose = { ...imports };
  for (const [name, set] of Object.entries(imports)) {
    if (!name.startsWith("__wbg_setTimeout") || typeof set !== "function") continue;
    loose[name] = (...args: unknown[]) => {
      const timer: unknown = set(...args);
      if (timer instanceof Object && "unref" in timer && typeof timer.unref === "function") {
        timer.unref();
      }
      return timer;
    };
  }
  return loose;
}
