// `npm run db:reset`: throws away the demo's data: database, objects, files and queues.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { deleteCluster } from "./cluster.ts";
import { DEV_CLUSTER } from "./database.ts";
import { messageOf } from "./message-of.ts";
import { STATE_DIR, WRANGLER_STATE } from "./paths.ts";

if (process.env["DATABASE_URL"]) {
  console.error(
    "DATABASE_URL is set: that database is yours, and this command leaves it alone. Unset it to reset the embedded one.",
  );
  process.exit(1);
}
try {
  await deleteCluster(DEV_CLUSTER);
} catch (error) {
  console.error(`Not reset: ${messageOf(error)}.`);
  process.exit(1);
}
rmSync(join(STATE_DIR, "pglite"), { recursive: true, force: true });
rmSync(WRANGLER_STATE, { recursive: true, force: true });
console.log("Reset. The next `npm run dev` starts with fresh demo data; secrets in .dev.vars stay.");
