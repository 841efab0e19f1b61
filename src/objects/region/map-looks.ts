import { LookLog } from "../../domain/look-log.ts";
import type { LocationLook, Looker } from "../../protocol/location-view.ts";
import type { Picture } from "./region-feed.ts";

/** Who was shown whom on a map. Whoever looks is shown everybody; each is noted once an hour, so asking often costs nothing. */
export class MapLooks {
  readonly #log = new LookLog();
  readonly #board: Pick<Picture["board"], "drivers">;
  readonly #send: (looks: readonly LocationLook[]) => void;

  constructor(board: Pick<Picture["board"], "drivers">, send: (looks: readonly LocationLook[]) => void) {
    this.#board = board;
    this.#send = send;
  }

  note(lookers: readonly Looker[], now: number): void {
    // Many windows of one person see no more than one does.
    for (const looker of new Map(lookers.map((one) => [one.viewer, one])).values())
      for (const { driverId, tripId, point } of this.#board.drivers())
        if (point) this.#log.note({ ...looker, surface: "live-map", driverId, tripId, at: now });
    const looks = this.#log.take();
    if (looks.length > 0) this.#send(looks);
  }
}
