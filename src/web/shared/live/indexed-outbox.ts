import "../schema-setup.ts";
import * as z from "zod";
import {
  NOTHING_YET,
  type ActionDraft,
  type FixDraft,
  type Outbox,
  type OutboxContents,
  type OutboxSpan,
  type ToldCadence,
  wireFix,
} from "../../../domain/live-client/outbox.ts";
import { Cadence } from "../../../protocol/live/driver-down.ts";
import { DriverAction } from "../../../protocol/live/driver-up.ts";
import { Epoch, WireFix } from "../../../protocol/live/fix.ts";
import { answerOf, inTransaction, openStore } from "./indexed-store.ts";

const Span = z.strictObject({ acked: z.int().min(0), appended: z.int().min(0) });
/** Stores of earlier versions of this page know nothing of what they were told. */
const Told = z.strictObject({ cadence: Cadence, at: z.int() }).nullable().default(null);
const Contents = z.strictObject({ epoch: Epoch, fixes: Span, actions: Span, told: Told });
const CONTENTS_KEY = "contents";

type Stores = Parameters<Parameters<typeof inTransaction>[2]>[0];

/** The phone's own: outlives the page, the browser and the battery. One database for each driver who uses the device. */
export class IndexedOutbox implements Outbox {
  readonly #db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  static async open(name: string, newEpoch: () => string): Promise<IndexedOutbox> {
    const db = await openStore(name);
    await inTransaction(db, "readwrite", async (store) => {
      const known: unknown = await answerOf(store("meta").get(CONTENTS_KEY));
      if (known !== undefined) return;
      store("meta").put({ epoch: newEpoch(), fixes: NOTHING_YET, actions: NOTHING_YET, told: null }, CONTENTS_KEY);
    });
    return new IndexedOutbox(db);
  }

  close(): void {
    this.#db.close();
  }

  contents(): Promise<OutboxContents> {
    return inTransaction(this.#db, "readonly", contentsIn);
  }

  append(draft: FixDraft): Promise<number> {
    return this.#add("fixes", (seq) => wireFix(seq, draft));
  }

  appendAction(draft: ActionDraft): Promise<number> {
    return this.#add("actions", (seq, epoch) => DriverAction.parse({ ...draft, epoch, seq }));
  }

  async fixesAfter(seq: number, count: number): Promise<WireFix[]> {
    return z.array(WireFix).parse(await this.#after("fixes", seq, count));
  }

  async actionsAfter(seq: number, count: number): Promise<DriverAction[]> {
    return z.array(DriverAction).parse(await this.#after("actions", seq, count));
  }

  ackTo(fixes: number, actions: number): Promise<void> {
    return inTransaction(this.#db, "readwrite", async (store) => {
      const known = await contentsIn(store);
      store("fixes").delete(IDBKeyRange.upperBound(fixes));
      store("actions").delete(IDBKeyRange.upperBound(actions));
      const contents = { ...known, fixes: ackedTo(known.fixes, fixes), actions: ackedTo(known.actions, actions) };
      store("meta").put(contents, CONTENTS_KEY);
    });
  }

  keepTold(told: ToldCadence | null): Promise<void> {
    return inTransaction(this.#db, "readwrite", async (store) => {
      store("meta").put({ ...(await contentsIn(store)), told }, CONTENTS_KEY);
    });
  }

  /** Number and entry in one transaction: two tabs never take the same number, a crash never leaves a hole. */
  #add(name: "fixes" | "actions", entryOf: (seq: number, epoch: string) => unknown): Promise<number> {
    return inTransaction(this.#db, "readwrite", async (store) => {
      const known = await contentsIn(store);
      const seq = known[name].appended + 1;
      store(name).add(entryOf(seq, known.epoch), seq);
      store("meta").put({ ...known, [name]: { ...known[name], appended: seq } }, CONTENTS_KEY);
      return seq;
    });
  }

  #after(name: "fixes" | "actions", seq: number, count: number): Promise<unknown[]> {
    return inTransaction(this.#db, "readonly", (store) =>
      answerOf(store(name).getAll(IDBKeyRange.lowerBound(seq, true), count)),
    );
  }
}

async function contentsIn(store: Stores): Promise<OutboxContents> {
  return Contents.parse(await answerOf(store("meta").get(CONTENTS_KEY)));
}

function ackedTo({ acked, appended }: OutboxSpan, seq: number): OutboxSpan {
  return { acked: Math.max(acked, seq), appended: Math.max(appended, seq) };
}
