import { existsSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const BUCKET = join("v3", "r2");
const INDEX = "miniflare-R2BucketObject";
const LOCKED_MS = 5_000;

/**
 * The local bucket's own disk: a file for each object, and an index. While it is broken a link to itself stands where its
 * folder was: whatever is written or read fails, and nothing looks as if it had never been there.
 */
export class BucketDisk {
  readonly #folder: string;

  constructor(stateDir: string) {
    this.#folder = join(stateDir, BUCKET);
  }

  break(): void {
    const { files, away } = this.#places();
    if (existsSync(away)) return;
    renameSync(files, away);
    symlinkSync(files, files);
  }

  mend(): void {
    const { files, away } = this.#places();
    if (!existsSync(away)) return;
    rmSync(files);
    renameSync(away, files);
  }

  /** Everything in it has been there for so much longer. */
  age(byMs: number): void {
    const index = join(this.#folder, INDEX);
    for (const name of readdirSync(index)) {
      if (!name.endsWith(".sqlite") || name.startsWith("metadata")) continue;
      const database = new DatabaseSync(join(index, name), { timeout: LOCKED_MS });
      try {
        database.prepare("UPDATE _mf_objects SET uploaded = uploaded - ?").run(byMs);
      } finally {
        database.close();
      }
    }
  }

  #places(): { readonly files: string; readonly away: string } {
    const bucket = readdirSync(this.#folder).find((name) => !name.startsWith("miniflare"));
    if (bucket === undefined) throw new Error("no bucket has been written to");
    const files = join(this.#folder, bucket, "blobs");
    return { files, away: `${files}-away` };
  }
}
