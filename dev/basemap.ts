// `npm run basemap -- map.pmtiles`: shows an extract of Protomaps' map instead of the demo's drawn cities; `-- --demo` goes
// back. Both for the local files (of the Worker at PORT); `--remote --env production` for a deployment's.
import { existsSync, openSync, readSync } from "node:fs";
import { parseArgs } from "node:util";
import { unstable_readConfig } from "wrangler";
import * as z from "zod";
import { BASEMAP_KEY } from "../src/domain/tiles/basemap-places.ts";
import { HEADER_BYTES, type PmtilesHeader, readHeader } from "../src/domain/tiles/pmtiles-header.ts";
import { messageOf } from "./message-of.ts";
import { DEFAULT_PORT, runtimeState } from "./paths.ts";
import { runCommand } from "./run-steps.ts";

const USAGE = "npm run basemap -- <file.pmtiles> [--remote --env production], or npm run basemap -- --demo";

const WHY_REFUSED = {
  "no-archive": "is no PMTiles archive",
  "other-version": "is of another version of PMTiles than 3; `pmtiles convert` makes a new one",
  "other-compression": "is not compressed with gzip, which is all that every browser reads",
  "no-vector-tiles": "has pictures in it; the map draws vector tiles in the Protomaps schema",
};

const Config = z.object({ r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })) });

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { demo: { type: "boolean" }, remote: { type: "boolean" }, env: { type: "string" } },
  });
  const [file] = positionals;
  if ((file === undefined) === !values.demo) throw new Error(USAGE);
  const object = `${bucketOf(values.env ?? "")}/${BASEMAP_KEY}`;
  const place = values.remote
    ? ["--remote"]
    : ["--local", "--persist-to", runtimeState(Number(process.env["PORT"]) || DEFAULT_PORT)];
  if (file === undefined) {
    await wrangler(["r2", "object", "delete", object, ...place]);
    console.log("The drawn cities are shown again within ten seconds.");
  } else {
    const { minZoom, maxZoom, box } = headerOf(file);
    await wrangler(["r2", "object", "put", object, "--file", file, ...place]);
    console.log(`Zoom ${minZoom} to ${maxZoom}, ${box.join(", ")}: shown within ten seconds.`);
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

function headerOf(file: string): PmtilesHeader {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const start = new Uint8Array(HEADER_BYTES);
  const length = readSync(openSync(file, "r"), start);
  const header = readHeader(start.subarray(0, length));
  if (!header.ok) throw new Error(`${file} ${WHY_REFUSED[header.error.tag]}`);
  return header.value;
}

function bucketOf(env: string): string {
  const { r2_buckets } = Config.parse(unstable_readConfig({ config: "wrangler.toml", env }, { hideWarnings: true }));
  const files = r2_buckets.find(({ binding }) => binding === "FILES");
  if (!files) throw new Error(`wrangler.toml has no bucket FILES for ${env || "development"}`);
  return files.bucket_name;
}

async function wrangler(args: string[]): Promise<void> {
  const { ok, output } = await runCommand(["wrangler", ...args]);
  if (!ok) throw new Error(output);
}
