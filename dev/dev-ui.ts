// `npm run dev:ui`: the pages with instant reload, beside a running `npm run dev` that answers everything else.
import { join } from "node:path";
import { createServer } from "vite";
import { ROOT } from "./paths.ts";
import { Shutdown } from "./shutdown.ts";

const shutdown = new Shutdown();
const server = await createServer({ configFile: join(ROOT, "src", "web", "vite.config.ts") });
shutdown.add(() => server.close());
await server.listen();
server.printUrls();
