import { setTimeout as wait } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { getProofs } from "../../src/protocol/api/proofs.ts";
import { type DeadLetter, listDeadLetters, replayDeadLetter } from "../../src/protocol/api/queues.ts";
import { type ShipmentId, UserId } from "../../src/protocol/ids.ts";
import { wireId } from "../tenant-rows.ts";
import { type Person, someDispatcher } from "./api.ts";
import { BucketDisk } from "./bucket-disk.ts";
import { Dice } from "./dice.ts";
import { Insistence } from "./insistence.ts";
import { InsistingPhone } from "./insisting-phone.ts";
import { openRounds } from "./open-rounds.ts";
import type { World } from "./world.ts";

/** Five tries more after the first, with up to 2, 4, 8, 16 and 32 s before them. */
const BURIED_TIMEOUT_MS = 180_000;
/** A bucket that failed so often rests for half a minute. */
const CHECKED_TIMEOUT_MS = 120_000;
const POLL_MS = 1_000;
const PHONE_NUMBER = 90;

/** The check of a proof's files fails until their queue gives up; an administrator finds the letters, and sends them again. */
export async function buryAndReplay(world: World, seed: number): Promise<{ detail: string; failures: string[] }> {
  const dice = new Dice(seed);
  const change = { required: ["photo", "signature"] as const, pin: null, due: null };
  const [round] = await openRounds(world, dice, { drivers: 1, parcelsEach: 2, change });
  const [first, second] = round?.parcels ?? [];
  if (!round || !first || !second) throw new Error("nobody drives");
  const phone = new InsistingPhone(world, { role: "driver", id: round.driverId }, { dice, number: PHONE_NUMBER });
  // A bucket that nobody has written to has no disk yet.
  await phone.prove(first.id);
  const disk = new BucketDisk(world.runtime.stateDir);
  await phone.prove(second.id);
  disk.break();
  const desk = new LetterDesk(world, dice);
  const letters = await desk.firstLetters().finally(() => disk.mend());
  for (const letter of letters) await desk.sendAgain(letter);
  const unchecked = await desk.uncheckedFiles(second.id);
  const open = (await desk.letters()).filter(({ replayedAt }) => replayedAt === null);
  return {
    detail: `${letters.length} dead letters listed and sent again`,
    failures: [
      ...(unchecked === 0 ? [] : [`${unchecked} files are not checked although their letters were sent again`]),
      ...(open.length === 0 ? [] : [`${open.length} letters look as if nobody had sent them again`]),
    ],
  };
}

/** Of what these people ask, too, one commit in ten is not heard of: they ask again. */
class LetterDesk {
  readonly #world: World;
  readonly #insistence: Insistence;
  readonly #admin: Person = { role: "admin", id: UserId.parse(wireId("usr", uuidv7())) };

  constructor(world: World, dice: Dice) {
    this.#world = world;
    this.#insistence = new Insistence(dice, BURIED_TIMEOUT_MS + CHECKED_TIMEOUT_MS);
  }

  async letters(): Promise<DeadLetter[]> {
    const { items } = listDeadLetters.output.parse(await this.#ask(this.#admin, listDeadLetters));
    return items.filter(({ kind }) => kind === "check-upload");
  }

  /** As soon as there are any: what is still being tried then succeeds. */
  async firstLetters(): Promise<DeadLetter[]> {
    const deadline = performance.now() + BURIED_TIMEOUT_MS;
    for (;;) {
      const found = await this.letters();
      if (found.length > 0) return found;
      if (performance.now() > deadline) throw new Error("no letter was found dead");
      await wait(POLL_MS);
    }
  }

  async sendAgain({ id }: DeadLetter): Promise<void> {
    const path = replayDeadLetter.path.replace(":letterId", String(id));
    await this.#ask(this.#admin, { ...replayDeadLetter, path });
  }

  async uncheckedFiles(shipmentId: ShipmentId): Promise<number> {
    const path = getProofs.path.replace(":shipmentId", shipmentId);
    const deadline = performance.now() + CHECKED_TIMEOUT_MS;
    for (;;) {
      const { items } = getProofs.output.parse(await this.#ask(someDispatcher(), { ...getProofs, path }));
      const unchecked = items.flatMap(({ images }) => images).filter(({ status }) => status !== "checked");
      if ((items.length > 0 && unchecked.length === 0) || performance.now() > deadline) return unchecked.length;
      await wait(POLL_MS);
    }
  }

  async #ask(person: Person, { method, path }: { method: string; path: string }): Promise<unknown> {
    const { api } = this.#world;
    const answer = await this.#insistence.ask(api.url + API_BASE + path, async () => ({
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${await api.token(person)}` },
    }));
    return answer.json();
  }
}
