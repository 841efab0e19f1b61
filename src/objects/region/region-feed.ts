import { afterAck, paceOf } from "../../domain/region/credit.ts";
import { catchUp, type Tick } from "../../domain/region/pending.ts";
import { positionFrame } from "../../domain/region/position-frame.ts";
import { regionHashes } from "../../domain/region/checksum.ts";
import { isInside } from "../../domain/region/viewport.ts";
import type { ChangeLog } from "../../domain/region/change-log.ts";
import type { LiveAnchor } from "../../domain/live-record.ts";
import type { TripId } from "../../protocol/ids.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import {
  SNAPSHOT_PART_DRIVERS,
  type DispatchDown,
  type LiveDriver,
  type RegionChecksum,
} from "../../protocol/live/dispatch-down.ts";
import type { RegionSince, Viewport } from "../../protocol/live/dispatch-up.ts";
import type { OpenSos } from "../../protocol/sos.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import type { Viewer, ViewerHub } from "./viewer-hub.ts";

/** What viewers are told about: who is there, and the numbers of what they were told. */
export interface Picture {
  readonly board: {
    readonly size: number;
    drivers(): Iterable<LiveDriver>;
    driver(tripId: TripId): LiveDriver | null;
  };
  readonly log: ChangeLog;
  readonly anchor: LiveAnchor | null;
}

/** Who is told what: everybody the same bytes, unless they asked for less or cannot keep up. */
export class RegionFeed {
  readonly #hub: ViewerHub;
  readonly #picture: Picture;
  #sos: OpenSos = { rev: 0, calls: [] };

  constructor(hub: ViewerHub, picture: Picture) {
    this.#hub = hub;
    this.#picture = picture;
  }

  /** Never put off: whoever is too slow for positions is told of calls for help all the same. */
  showSos(sos: OpenSos, now: number): void {
    if (sos.rev <= this.#sos.rev) return;
    this.#sos = sos;
    for (const viewer of this.#hub.all())
      if (viewer.known.isGreeted) this.#sendJson(viewer, { type: "sos:open", ...sos }, now);
  }

  /** `frame` holds all that have moved. */
  tell(tick: Tick, frame: ArrayBuffer | null, now: number): void {
    const json = tick.deltas && JSON.stringify(tick.deltas);
    for (const viewer of this.#hub.all()) {
      if (!viewer.known.isGreeted || this.#closeIfLost(viewer, now)) continue;
      if (viewer.behind || paceOf(viewer.credit, now) !== "send") {
        this.#putOff(viewer, tick, now);
        continue;
      }
      if (json !== null) this.#hub.send(viewer, json, now);
      if (viewer.known.viewport) this.#tellMoved(viewer, tick.moved, now);
      else if (frame !== null) this.#hub.send(viewer, frame, now);
    }
  }

  /** After hello: what is new since then if that is known, everything otherwise. */
  greet(viewer: Viewer, since: RegionSince | null, now: number): void {
    const { authUntil } = viewer.known;
    this.#hub.note(viewer, { isGreeted: true });
    this.#sendJson(viewer, { type: "hello", version: PROTOCOL_VERSION, now, authUntil }, now);
    if (this.#sos.calls.length > 0) this.#sendJson(viewer, { type: "sos:open", ...this.#sos }, now);
    const { board, log } = this.#picture;
    const missed = since && catchUp(board, log, since, now);
    if (missed === null) return this.snapshot(viewer, now);
    this.#sendJson(viewer, missed, now);
    this.#tellAll(viewer, now);
  }

  snapshot(viewer: Viewer, now: number): void {
    const { board, log } = this.#picture;
    viewer.behind = null;
    const drivers = [...board.drivers()];
    const parts = Math.max(1, Math.ceil(drivers.length / SNAPSHOT_PART_DRIVERS));
    for (let part = 0; part < parts; part++) {
      const some = drivers.slice(part * SNAPSHOT_PART_DRIVERS, (part + 1) * SNAPSHOT_PART_DRIVERS);
      const snapshot = { epoch: log.epoch, rev: log.current(now), part, parts, drivers: some };
      this.#sendJson(viewer, { type: "snapshot", ...snapshot }, now);
    }
  }

  look(viewer: Viewer, viewport: Viewport | null, now: number): void {
    this.#hub.note(viewer, { viewport });
    // One that is behind is told when it has caught up.
    if (viewer.known.isGreeted && !viewer.behind) this.#tellAll(viewer, now);
  }

  acknowledged(viewer: Viewer, frames: number, now: number): void {
    viewer.credit = afterAck(viewer.credit, frames, now);
    if (viewer.behind && paceOf(viewer.credit, now) === "send") this.#makeUp(viewer, now);
  }

  /** What everybody holds who was told everything. */
  checksum(now: number): RegionChecksum {
    const { board, log } = this.#picture;
    return {
      type: "checksum",
      epoch: log.epoch,
      rev: log.current(now),
      drivers: board.size,
      ...regionHashes(board.drivers()),
    };
  }

  /** What each viewer must hold now. Only right after a tick: nothing may be on its way. */
  checksums(now: number): void {
    const checksum = this.checksum(now);
    for (const viewer of this.#hub.all()) {
      if (!viewer.known.isGreeted || this.#closeIfLost(viewer, now) || viewer.behind) continue;
      this.#sendJson(viewer, viewer.known.viewport ? { ...checksum, points: null } : checksum, now);
    }
  }

  /** The positions of a tick, encoded once for all who are told all of them. */
  movedFrame({ moved }: Tick, now: number): ArrayBuffer | null {
    return moved.length === 0 ? null : this.#frame("moved", moved, now);
  }

  #closeIfLost(viewer: Viewer, now: number): boolean {
    const isOver = viewer.known.authUntil <= now;
    if (isOver) this.#hub.end(viewer, CLOSE.authExpired, "the ticket has run out");
    else if (paceOf(viewer.credit, now) === "close") this.#hub.end(viewer, CLOSE.tooSlow, "nothing was acknowledged");
    else return false;
    return true;
  }

  #putOff(viewer: Viewer, { deltas, rev, moved }: Tick, now: number): void {
    viewer.behind ??= { rev: deltas?.prev ?? rev, moved: new Set() };
    for (const { tripId } of moved) viewer.behind.moved.add(tripId);
    if (paceOf(viewer.credit, now) === "send") this.#makeUp(viewer, now);
  }

  /** The newest of everything that was put off, once. */
  #makeUp(viewer: Viewer, now: number): void {
    const { board, log } = this.#picture;
    const { behind } = viewer;
    if (behind === null) return;
    const missed = catchUp(board, log, { epoch: log.epoch, rev: behind.rev }, now);
    if (missed === null) return this.snapshot(viewer, now);
    viewer.behind = null;
    if (missed.changes.length > 0) this.#sendJson(viewer, missed, now);
    this.#tellMoved(
      viewer,
      [...behind.moved].flatMap((tripId) => board.driver(tripId) ?? []),
      now,
    );
  }

  #tellAll(viewer: Viewer, now: number): void {
    const drivers = [...this.#picture.board.drivers()];
    if (viewer.known.viewport) this.#tellMoved(viewer, drivers, now);
    else this.#hub.send(viewer, this.#frame("everyone", drivers, now), now);
  }

  #tellMoved(viewer: Viewer, moved: readonly LiveDriver[], now: number): void {
    const { viewport } = viewer.known;
    const seen = moved.filter(({ point }) => point !== null && (viewport === null || isInside(viewport, point)));
    if (seen.length > 0) this.#hub.send(viewer, this.#frame("moved", seen, now), now);
  }

  #frame(kind: "moved" | "everyone", drivers: readonly LiveDriver[], now: number): ArrayBuffer {
    const { log, anchor } = this.#picture;
    // Any of the drivers is near the others, too.
    const near = anchor ?? drivers.find(({ point }) => point !== null)?.point ?? { lat: 0, lng: 0 };
    return positionFrame({ kind, rev: log.current(now), drivers }, near, now);
  }

  #sendJson(viewer: Viewer, message: DispatchDown, now: number): void {
    this.#hub.send(viewer, JSON.stringify(message), now);
  }
}
