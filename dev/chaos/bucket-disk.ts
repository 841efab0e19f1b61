import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const INDEX = join("v3", "r2", "miniflare-R2BucketObject");
const LOCKED_MS = 5_000;

/**
 * The local bucket's own disk: a file for each object, and an index. While somebody else holds the index, what is written
 * gets as far as its file and no farther, and nothing is deleted; what is there can be read. That nothing may be hidden
 * from reading has its reason: for a file that it cannot open the local bucket says that there is no such object.
 */
export class BucketDisk {
  readonly #folder: string;
  #held: readonly DatabaseSync[] = [];

  constructor(stateDir: string) {
    this.#folder = join(stateDir, INDEX);
  }

  break(): void {
    this.#held = this.#open();
    for (const index of this.#held) index.exec("BEGIN IMMEDIATE");
  }

  mend(): void {
    for (const index of this.#held) index.close();
    this.#held = [];
  }

  /** Everything in it has been there for so much longer. */
  age(byMs: number): void {
    for (const index of this.#open()) {
      index.prepare("UPDATE _mf_objects SET uploaded = uploaded - ?").run(byMs);
      index.close();
    }
  }

  #open(): DatabaseSync[] {
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(".sqlite") && !name.startsWith("metadata"));
    if (names.length === 0) throw new Error("no bucket has been written to");
    return names.map((name) => new DatabaseSync(join(this.#folder, name), { timeout: LOCKED_MS }));
  }
}
