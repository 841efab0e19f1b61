import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { notifyRoute } from "../../src/protocol/api/routes.ts";
import type { TripId } from "../../src/protocol/ids.ts";
import { RouteTemplate } from "../../src/protocol/messaging.ts";
import { must } from "../days/hand-out.ts";
import { Ask } from "../sim/ask.ts";
import { Figures } from "../sim/figures.ts";
import { someDispatcher } from "./api.ts";
import type { Dice } from "./dice.ts";
import { inBooks } from "./read-postgres.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

const POLL_MS = 500;
/** The pause after a queue's eighth try is 256 s at most: where nothing has moved for longer, nothing will. */
const SILENCE_MAX_MS = 300_000;
/** The same word is news again with the clock's next hour, and both askings have to be in one: they take some seconds. */
const HOUR_MS = 60 * 60_000;
const ASKING_MS = 60_000;
const NoteRow = z.object({ id: z.uuid(), dedupe_key: z.string(), status: z.string() });

/** A line about somebody who was to be told something, as Postgres has it. */
interface Note {
  readonly id: string;
  readonly key: string;
  readonly status: string;
}

/** Everybody who waits is told everything there is to tell, and asked for twice, as a desk does that doubts. */
export async function tellAll(world: World, tripIds: readonly TripId[], dice: Dice): Promise<number> {
  const ask = new Ask(world.api, addressOf(dice.below(60_000)), new Figures());
  const hourLeftMs = HOUR_MS - (Date.now() % HOUR_MS);
  if (hourLeftMs < ASKING_MS) await wait(hourLeftMs);
  let queued = 0;
  for (const tripId of tripIds) {
    for (const template of RouteTemplate.options) {
      const given = { params: { tripId }, body: { template } };
      queued += must(await ask.ask(someDispatcher(), notifyRoute, given)).queued;
      must(await ask.ask(someDispatcher(), notifyRoute, given));
    }
  }
  return queued;
}

/** Waits until so many have an end, or as long as it goes on; then says how all of them stand. */
export async function notesOf(world: World, tripIds: readonly TripId[], wanted: number): Promise<Note[]> {
  let most = 0;
  let movedAt = performance.now();
  for (;;) {
    const notes = await readNotes(world, tripIds);
    const ended = notes.filter(({ status }) => status !== "queued").length;
    if (ended > most) [most, movedAt] = [ended, performance.now()];
    if (ended >= wanted || performance.now() - movedAt > SILENCE_MAX_MS) return notes;
    await wait(POLL_MS);
  }
}

async function readNotes(world: World, tripIds: readonly TripId[]): Promise<Note[]> {
  const rows = await inBooks(world, async (client) => {
    const query = `SELECT id, dedupe_key, status FROM notifications
      WHERE tenant_id = $1 AND split_part(dedupe_key, ':', 2) = ANY ($2)`;
    return z.array(NoteRow).parse((await client.query(query, [world.place.tenantUuid, tripIds])).rows);
  });
  return rows.map(({ id, dedupe_key: key, status }) => ({ id, key, status }));
}
