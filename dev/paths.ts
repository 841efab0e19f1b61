import { join } from "node:path";

/** The repository's root: every command runs there. */
export const ROOT = join(import.meta.dirname, "..");
/** What development leaves on disk: clusters, logs, who runs. Ignored by git; deleting it only costs the demo data. */
export const STATE_DIR = process.env["DOORSTEP_STATE"] ?? join(ROOT, ".doorstep");
/** wrangler's own place for secrets; a run with a state folder of its own keeps them there. */
export const DEV_VARS = join(process.env["DOORSTEP_STATE"] ?? ROOT, ".dev.vars");
/** Where wrangler keeps objects, files and queues: a bare `npx wrangler dev` finds the same ones. */
export const WRANGLER_STATE = join(process.env["DOORSTEP_STATE"] ?? ROOT, ".wrangler");
export const DEFAULT_PORT = 8787;

/** One set of objects and files per port; the database is shared. */
export function runtimeState(port: number): string {
  return join(WRANGLER_STATE, port === DEFAULT_PORT ? "state" : `state-${port}`);
}
