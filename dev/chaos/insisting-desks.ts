import { setTimeout as wait } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { getOutboxEntry } from "../../src/protocol/api/deferred-writes.ts";
import { createShipment } from "../../src/protocol/api/shipments.ts";
import { OutboxEntry } from "../../src/protocol/deferred-write.ts";
import { handedIn, makeParcel } from "../days/day-parcels.ts";
import { type Person, someDispatcher } from "./api.ts";
import { mapAtOnce } from "./at-once.ts";
import { checkHandedIn } from "./check-handed-in.ts";
import type { Dice } from "./dice.ts";
import { Insistence, type Question } from "./insistence.ts";
import { inBooks } from "./read-postgres.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

const ACCEPTED_FOR_LATER = 202;
/** More would only wait for each other on two cores. */
const AT_ONCE = 8;
/** Each may ask a hundred times a minute, and all of them together are quicker than the machine. */
const PEOPLE = 120;
const FIRST_ADDRESS = 30_000;
const PATIENCE_MS = 15 * 60_000;
/** What waits is tried again each minute at least. */
const LATER_TIMEOUT_MS = 240_000;
const POLL_MS = 500;
const Row = z.object({ reference: z.string(), shipments: z.coerce.number(), made: z.coerce.number() });

/** Desks that hand in parcel after parcel, and ask until they have a yes; also one for later is a yes. */
export class InsistingDesks {
  readonly insistence: Insistence;
  readonly accepted: string[] = [];
  readonly #later: { readonly index: number; readonly path: string }[] = [];
  readonly #world: World;
  readonly #dice: Dice;
  readonly #run = `desk-${uuidv7()}`;
  readonly #people: readonly Person[] = Array.from({ length: PEOPLE }, someDispatcher);

  constructor(world: World, dice: Dice) {
    this.#world = world;
    this.#dice = dice;
    this.insistence = new Insistence(dice, PATIENCE_MS);
  }

  get acceptedForLater(): number {
    return this.#later.length;
  }

  /** Until they are told to stop, and have heard of what they had begun. */
  async work(signal: AbortSignal): Promise<void> {
    let next = 0;
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      while (!signal.aborted) await this.#handIn(next++);
    });
    await Promise.all(lanes);
  }

  /** What was accepted for later has come, and everything is there once. */
  async differences(): Promise<string[]> {
    const states = await mapAtOnce(this.#later, AT_ONCE, async (one) => this.#stateOf(one));
    const undone = states.filter((state) => state !== "done").length;
    const { place } = this.#world;
    const rows = await inBooks(this.#world, async (client) => {
      const query = `SELECT s.reference, count(DISTINCT s.id) AS shipments, count(e.id) AS made FROM shipments s
        LEFT JOIN shipment_events e ON e.tenant_id = s.tenant_id AND e.shipment_id = s.id AND e.kind = 'created'
        WHERE s.tenant_id = $1 AND s.reference LIKE $2 GROUP BY s.reference`;
      return z.array(Row).parse((await client.query(query, [place.tenantUuid, `${this.#run}-%`])).rows);
    });
    return [
      ...checkHandedIn(this.accepted, rows),
      ...(undone === 0
        ? []
        : [`${undone} parcels of ${states.length} that were accepted for later were not handed in`]),
    ];
  }

  async #handIn(index: number): Promise<void> {
    const { place } = this.#world;
    const reference = `${this.#run}-${index}`;
    const body = handedIn(makeParcel(this.#dice, reference), place.regionId);
    const answer = await this.#ask(index, { ...createShipment, body, headers: { "idempotency-key": reference } });
    this.accepted.push(reference);
    const made: unknown = await answer.json();
    if (answer.status !== ACCEPTED_FOR_LATER) return;
    const { id } = OutboxEntry.parse(made);
    this.#later.push({ index, path: getOutboxEntry.path.replace(":outboxId", id) });
  }

  async #stateOf({ index, path }: { readonly index: number; readonly path: string }): Promise<string> {
    const deadline = performance.now() + LATER_TIMEOUT_MS;
    for (;;) {
      const answer = await this.#ask(index, { ...getOutboxEntry, path });
      const { state } = OutboxEntry.parse(await answer.json());
      if (state !== "waiting" || performance.now() > deadline) return state;
      await wait(POLL_MS);
    }
  }

  /** Each desk asks from a network of its own. */
  #ask(index: number, question: Question): Promise<Response> {
    const number = index % PEOPLE;
    const person = this.#people[number];
    if (!person) throw new Error("nobody is at the desk");
    const headers = { ...question.headers, "cf-connecting-ip": addressOf(FIRST_ADDRESS + number) };
    return this.insistence.ask(this.#world.api, person, { ...question, headers });
  }
}
