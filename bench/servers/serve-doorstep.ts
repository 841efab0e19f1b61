// One system under test: `node serve-doorstep.ts <port> <script> <state folder> [report each ms]`.
import { readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { productCompatibility } from "./build-worker.ts";

const [port = "", script = "", stateDir = "", reportEachMs] = process.argv.slice(2);
const { date, flags } = productCompatibility();
const object = (className: string) => ({ className, useSQLite: true });

const runtime = new Miniflare(
  convertV4MiniflareOptions({
    name: "doorstep-bench",
    modules: [{ type: "ESModule", path: "bench-worker.js", contents: readFileSync(script, "utf8") }],
    compatibilityDate: date,
    compatibilityFlags: [...flags],
    durableObjects: {
      TRIP: object("TripObject"),
      REGION: object("RegionObject"),
      REGION_SHARD: object("RegionShard"),
      REGION_REPLICA: object("RegionReplica"),
    },
    queueProducers: { LEDGER_QUEUE: { queueName: "doorstep-ledger" } },
    queueConsumers: { "doorstep-ledger": { maxBatchSize: 100, maxBatchTimeout: 1 } },
    bindings: reportEachMs === undefined ? {} : { REPORT_EACH_MS: reportEachMs },
    // Objects on disk, as in production; only in memory a row would cost a tenth.
    resourcePersistencePath: stateDir,
    host: "127.0.0.1",
    // The runtime's own front Worker would pump every frame once more than production does.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(port) }],
    cf: false,
    unsafeObservability: false,
    telemetry: { enabled: false },
  }),
);
await runtime.ready;
process.stdout.write("ready\n");
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => void runtime.dispose().finally(() => process.exit(0)));
process.stdin.resume().once("end", () => void runtime.dispose().finally(() => process.exit(0)));
