// `npm run db`: only the database and its endpoint, for a bare `npx wrangler dev` beside it.
import { openDevDatabase } from "./database.ts";
import { Shutdown } from "./shutdown.ts";

const shutdown = new Shutdown();
const database = await openDevDatabase();
shutdown.add(() => database.release());
console.log(`Database ready: ${database.engine}. Its address is in .dev.vars; \`npx wrangler dev\` finds it there.`);
console.log("Ctrl-C stops it.");
// Holds the process although nothing may be listening (an own DATABASE_URL needs no endpoint).
setInterval(() => {}, 60_000);
