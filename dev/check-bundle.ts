import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runCommand } from "./run-steps.ts";

/**
 * A Worker starts cold all over the world: its size is everyone's first request. 150 KiB are the four libraries that
 * talk to Postgres, check shapes, route and know phone numbers; the rest is ours, a KiB for each operation. The platform's
 * own limit is 10 MiB, and `npm run cold-start` says what a start costs.
 */
const BUNDLE_MAX_KIB = 400;
const KIB = 1024;

/** Bundles as a deploy to production would and weighs the result. */
export async function checkBundle(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "doorstep-bundle-"));
  try {
    const { ok, output } = await runCommand([
      "wrangler",
      "deploy",
      "--dry-run",
      "--outdir",
      dir,
      "--env",
      "production",
    ]);
    if (!ok) throw new Error(output);
    const size = gzipSync(readFileSync(join(dir, "worker.js"))).length / KIB;
    if (size > BUNDLE_MAX_KIB)
      throw new Error(`the Worker's bundle has ${size.toFixed(0)} KiB gzip; ${BUNDLE_MAX_KIB} are allowed`);
    return `bundle: ${size.toFixed(1)} KiB gzip of ${BUNDLE_MAX_KIB}`;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
