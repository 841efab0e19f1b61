// `npm run bench`: installs what the benchmark alone needs, and runs it. `--quick` takes two and a half minutes.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { BENCH, installBench } from "./install-bench.ts";
import { Shutdown } from "./shutdown.ts";

installBench();
const child = spawn(process.execPath, [join(BENCH, "main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
const shutdown = new Shutdown();
// Its own children end when their input does.
shutdown.add(() => void child.kill("SIGTERM"));
child.once("exit", (code) => void shutdown.exit(code ?? 1));
