import { uuidv7 } from "uuidv7";
import { AnnouncedProof, announceProof, NewProof } from "../../src/protocol/api/proofs.ts";
import { finishStop } from "../../src/protocol/api/trips.ts";
import { ProofId, type ShipmentId, type StopId, type TripId } from "../../src/protocol/ids.ts";
import { doorImages } from "../days/door-images.ts";
import { wireId } from "../tenant-rows.ts";
import type { Person } from "./api.ts";
import type { Dice } from "./dice.ts";
import { Insistence } from "./insistence.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

const FIRST_ADDRESS = 10_000;
const PATIENCE_MS = 240_000;
const KINDS = ["photo", "signature"] as const;

/** A phone that keeps its proofs until the server says that it has them, and asks until it does. */
export class InsistingPhone {
  /** What the server has said yes to, with how many files. */
  readonly kept = new Map<ProofId, { readonly shipmentId: ShipmentId; readonly files: number }>();
  readonly insistence: Insistence;
  readonly #world: World;
  readonly #driver: Person;
  readonly #address: string;

  constructor(world: World, driver: Person, { dice, number }: { readonly dice: Dice; readonly number: number }) {
    this.#world = world;
    this.#driver = driver;
    this.insistence = new Insistence(dice, PATIENCE_MS);
    this.#address = addressOf(FIRST_ADDRESS + number);
  }

  async prove(shipmentId: ShipmentId): Promise<ProofId> {
    const id = ProofId.parse(wireId("prf", uuidv7()));
    const images = doorImages(id, KINDS);
    const now = Date.now();
    const proof = NewProof.parse({ id, takenAt: now, sentAt: now, files: images.map(({ file }) => file) });
    for (;;) {
      // A file whose row has it already has no address any more: after each loss the phone asks what is still wanted.
      const announced = await this.#announce(shipmentId, proof);
      const sent = await Promise.all(
        announced.uploads.map(async ({ url, sha256 }) => {
          const image = images.find(({ file }) => file.sha256 === sha256);
          return url === null || (image !== undefined && this.#send(url, image.bytes));
        }),
      );
      if (sent.every(Boolean)) break;
    }
    this.kept.set(id, { shipmentId, files: images.length });
    return id;
  }

  /** Done with it; said twice it is done once. */
  async finish(tripId: TripId, stopId: StopId, proofId: ProofId): Promise<void> {
    const path = finishStop.path.replace(":tripId", tripId).replace(":stopId", stopId);
    await (await this.#post(path, { proofId })).body?.cancel();
  }

  async #announce(shipmentId: ShipmentId, proof: NewProof): Promise<AnnouncedProof> {
    const path = announceProof.path.replace(":shipmentId", shipmentId);
    return AnnouncedProof.parse(await (await this.#post(path, proof)).json());
  }

  #post(path: string, body: object): Promise<Response> {
    return this.insistence.ask(this.#world.api, this.#driver, { method: "post", path, body });
  }

  async #send(url: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const headers = { "content-type": "image/jpeg", "cf-connecting-ip": this.#address };
    const answer = await this.insistence.try(this.#world.api.url + url, { method: "PUT", headers, body });
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }
}
