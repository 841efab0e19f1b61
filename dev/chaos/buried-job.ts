import { setTimeout as wait } from "node:timers/promises";
import { getProofs } from "../../src/protocol/api/proofs.ts";
import type { ShipmentId } from "../../src/protocol/ids.ts";
import { someDispatcher } from "./api.ts";
import { BucketDisk } from "./bucket-disk.ts";
import { DeadLetterDesk } from "./dead-letter-desk.ts";
import { Dice } from "./dice.ts";
import { Insistence } from "./insistence.ts";
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
  readonly #desk: DeadLetterDesk;

  private constructor(world: World, disk: BucketDisk, { shipmentId, dice }: { shipmentId: ShipmentId; dice: Dice }) {
    this.#world = world;
    this.#disk = disk;
    this.#shipmentId = shipmentId;
    // Of what these people ask, too, one commit in ten is not heard of: they ask again.
    this.#insistence = new Insistence(dice, BURIED_TIMEOUT_MS + CHECKED_TIMEOUT_MS + BEFORE_MS);
    this.#desk = new DeadLetterDesk(world, this.#insistence);
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
      again += await this.#desk.sendAgain();
      const [unchecked, open] = [await this.#uncheckedFiles(), (await this.#desk.open()).length];
      const detail = `${again} dead letters listed and sent again`;
      if (unchecked + open === 0) return { detail, failures: [] };
      if (performance.now() > deadline)
        return { detail, failures: [`${unchecked} files are not checked, ${open} letters open`] };
    }
  }

  async #someLetter(): Promise<void> {
    const deadline = performance.now() + BURIED_TIMEOUT_MS;
    while ((await this.#desk.open()).length === 0) {
      if (performance.now() > deadline) throw new Error("no letter was found dead");
      await wait(POLL_MS);
    }
  }

  async #uncheckedFiles(): Promise<number> {
    const path = getProofs.path.replace(":shipmentId", this.#shipmentId);
    const asked = await this.#insistence.ask(this.#world.api, someDispatcher(), { ...getProofs, path });
    const { items } = getProofs.output.parse(await asked.json());
    return items.flatMap(({ images }) => images).filter(({ status }) => status !== "checked").length;
  }
}
