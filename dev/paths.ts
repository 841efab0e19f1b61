import { join } from "node:path";

/** The repository's root: every command runs there. */
export const ROOT = join(import.meta.dirname, "..");
/** What development leaves on disk: clusters, logs, who runs. Ignored by git; deleting it only costs the demo data. */
export const STATE_DIR = join(ROOT, ".doorstep");
export const DEV_VARS = join(ROOT, ".dev.vars");
