import { setTimeout as wait } from "node:timers/promises";
import { getProofs } from "../../src/protocol/api/proofs.ts";
import { type DeadLetter, listDeadLetters, replayDeadLetter } from "../../src/protocol/api/queues.ts";
import type { ShipmentId } from "../../src/protocol/ids.ts";
import { type Person, someDispatcher, someStaff } from "./api.ts";
import { BucketDisk } from "./bucket-disk.ts";
import { Dice } from "./dice.ts";
import { Insistence, type Question } from "./insistence.ts";
import { InsistingPhone } from "./insisting-phone.ts";
import { openRounds } from "./open-rounds.ts";
import type { World } from "./world.ts";

/** Five tries more after the first, with up to 2, 4, 8, 16 and 32 s before them. */
const BURIED_TIMEOUT_MS = 180_000;
/** A bucket that failed so often rests for half a minute. */
const CHECKED_TIMEOUT_MS = 120_000;
/** While everybody is told. */
const BEFORE_MS = 300_000;
const POLL_MS = 1_000;
const PHONE_NUMBER = 90;

/** The check of a proof's files fails until their queue gives up; an administrator finds the letters, and sends them again. */
export class BuriedJobs {
  readonly #world: World;
  readonly #disk: BucketDisk;
  readonly #shipmentId: ShipmentId;
  readonly #insistence: Insistence;
  readonly #admin = someStaff("admin");

  private constructor(world: World, disk: BucketDisk, { shipmentId, dice }: { shipmentId: ShipmentId; dice: Dice }) {
    this.#world = world;
    this.#disk = disk;
    this.#shipmentId = shipmentId;
    // Of what these people ask, too, one commit in ten is not heard of: they ask again.
    this.#insistence = new Insistence(dice, BURIED_TIMEOUT_MS + CHECKED_TIMEOUT_MS + BEFORE_MS);
  }

  /** The files have arrived, and their checks wait; from here on the bucket takes nothing. */
  static async begin(world: World, seed: number): Promise<BuriedJobs> {
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
    return new BuriedJobs(world, disk, { shipmentId: second.id, dice });
  }

  async sendAgain(): Promise<{ detail: string; failures: string[] }> {
    await this.#someLetter().finally(() => this.#disk.mend());
    const deadline = performance.now() + CHECKED_TIMEOUT_MS;
    for (let again = 0; ; await wait(POLL_MS)) {
      // What was on its last try when the bucket was mended may still die.
      for (const { id } of await this.#openLetters()) {
        const path = replayDeadLetter.path.replace(":letterId", String(id));
        await this.#ask(this.#admin, { ...replayDeadLetter, path });
        again += 1;
      }
      const [unchecked, open] = [await this.#uncheckedFiles(), (await this.#openLetters()).length];
      const detail = `${again} dead letters listed and sent again`;
      if (unchecked + open === 0) return { detail, failures: [] };
      if (performance.now() > deadline)
        return { detail, failures: [`${unchecked} files are not checked, ${open} letters open`] };
    }
  }

  async #someLetter(): Promise<void> {
    const deadline = performance.now() + BURIED_TIMEOUT_MS;
    while ((await this.#openLetters()).length === 0) {
      if (performance.now() > deadline) throw new Error("no letter was found dead");
      await wait(POLL_MS);
    }
  }

  async #openLetters(): Promise<DeadLetter[]> {
    const { items } = listDeadLetters.output.parse(await this.#ask(this.#admin, listDeadLetters));
    return items.filter(({ kind, replayedAt }) => kind === "check-upload" && replayedAt === null);
  }

  async #uncheckedFiles(): Promise<number> {
    const path = getProofs.path.replace(":shipmentId", this.#shipmentId);
    const { items } = getProofs.output.parse(await this.#ask(someDispatcher(), { ...getProofs, path }));
    return items.flatMap(({ images }) => images).filter(({ status }) => status !== "checked").length;
  }

  async #ask(person: Person, question: Question): Promise<unknown> {
    return (await this.#insistence.ask(this.#world.api, person, question)).json();
  }
}
