import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { MIGRATIONS } from "./migrate.ts";
import { ROOT, STATE_DIR } from "./paths.ts";
import { runCommand } from "./run-steps.ts";

/** Generates into a copy: whatever comes out there is a change of the schema that has no migration yet. */
export async function checkMigrations(): Promise<string> {
  const history = await runCommand(["drizzle-kit", "check"]);
  if (!history.ok) throw new Error(history.output);
  mkdirSync(STATE_DIR, { recursive: true });
  const copy = mkdtempSync(join(STATE_DIR, "migrations-"));
  try {
    cpSync(MIGRATIONS, copy, { recursive: true });
    const schema = ["--schema", "./src/db/schema", "--dialect", "postgresql", "--casing", "snake_case"];
    const generated = await runCommand(["drizzle-kit", "generate", ...schema, "--out", relative(ROOT, copy)]);
    if (!generated.ok) throw new Error(generated.output);
    const added = readdirSync(copy).filter((name) => !readdirSync(MIGRATIONS).includes(name));
    if (added.length > 0)
      throw new Error("the schema changed without a migration: run `npm run db:generate -- --name what_changed`");
    return "in step with the schema";
  } finally {
    rmSync(copy, { recursive: true });
  }
}
