import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { AnnouncedProof, announceProof, NewProof } from "../../src/protocol/api/proofs.ts";
import { finishStop } from "../../src/protocol/api/trips.ts";
import { ProofId, type ShipmentId, type StopId, type TripId } from "../../src/protocol/ids.ts";
import { doorPhoto } from "../days/door-photo.ts";
import { wireId } from "../tenant-rows.ts";
import type { Person } from "./api.ts";
import type { Dice } from "./dice.ts";
import { Insistence } from "./insistence.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

const FIRST_ADDRESS = 10_000;
const ADDRESSES_EACH = 1_000;
const PATIENCE_MS = 240_000;
const KINDS = ["photo", "signature"] as const;

/** A phone that keeps its proofs until the server says that it has them, and asks until it does. */
export class InsistingPhone {
  /** What the server has said yes to, with how many files. */
  readonly kept = new Map<ProofId, { readonly shipmentId: ShipmentId; readonly files: number }>();
  readonly insistence: Insistence;
  readonly #world: World;
  readonly #driver: Person;
  /** Networks have limits, and this phone comes back to the same one after so many tries. */
  readonly #firstAddress: number;

  constructor(world: World, driver: Person, { dice, number }: { readonly dice: Dice; readonly number: number }) {
    this.#world = world;
    this.#driver = driver;
    this.insistence = new Insistence(dice, PATIENCE_MS);
    this.#firstAddress = FIRST_ADDRESS + number * ADDRESSES_EACH;
  }

  async prove(shipmentId: ShipmentId): Promise<ProofId> {
    const id = ProofId.parse(wireId("prf", uuidv7()));
    const images = KINDS.map((kind) => ({ kind, bytes: doorPhoto(id + kind) }));
    const files = images.map(({ kind, bytes }) => ({
      kind,
      contentType: "image/jpeg",
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    }));
    const now = Date.now();
    const proof = NewProof.parse({ id, takenAt: now, sentAt: now, files });
    for (;;) {
      // A file whose row has it already has no address any more: after each loss the phone asks what is still wanted.
      const announced = await this.#announce(shipmentId, proof);
      const open = announced.uploads.flatMap(({ url }) => url ?? []);
      const sent = await Promise.all(open.map(async (url) => this.#sendOneOf(url, images)));
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

  /** An address does not say whose bytes it is for: of two files the right one is the one that is taken. */
  async #sendOneOf(url: string, images: readonly { readonly bytes: Uint8Array<ArrayBuffer> }[]): Promise<boolean> {
    for (const { bytes } of images) {
      const headers = {
        "content-type": "image/jpeg",
        "cf-connecting-ip": addressOf(this.#firstAddress + (this.insistence.tries % ADDRESSES_EACH)),
      };
      const answer = await this.insistence.try(this.#world.api.url + url, { method: "PUT", headers, body: bytes });
      await answer?.body?.cancel();
      if (answer?.ok) return true;
    }
    return false;
  }
}
