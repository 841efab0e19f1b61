import type { StopEta } from "../../domain/eta.ts";
import type { DriverId, RegionId } from "../../protocol/ids.ts";
import type { ShipmentStatus } from "../../protocol/shipment.ts";
import type { TripEvent } from "../../protocol/live/trip-event.ts";
import type { Ack } from "../../protocol/live/driver-down.ts";
import type { TripBrief } from "../../protocol/live/trip-brief.ts";
import type { LivePoint } from "../../protocol/live/trip-report.ts";
import type { LedgerMark } from "./trip-store.ts";

/** A trip as it is now, for whoever may see all of it. */
export type TripPicture = {
  trip: TripBrief;
  point: LivePoint | null;
  eta: readonly StopEta[];
  /** Of the newest line of its log. */
  seq: number;
  /** Up to where Postgres has said that it has everything. */
  confirmed: LedgerMark;
};

/** A page of a trip's log, and whose trip it is. */
export type LogPart = { owner: { regionId: RegionId; driverId: DriverId }; events: TripEvent[] };

/** What a trip says of one shipment: null if it does not carry it, and the newest lines about it, newest first. */
export type ShipmentNews = { status: ShipmentStatus | null; lines: TripEvent[] };

/** Since the object woke. */
export type TripCounters = {
  rowsWritten: number;
  regionCalls: number;
  frames: number;
  bytes: number;
  alarmsSet: number;
  /** Messages that the ledger's queue was given. */
  handOffs: number;
  /** A report is on its way to the region. */
  isReporting: boolean;
};

export const NO_COUNTERS: TripCounters = {
  rowsWritten: 0,
  regionCalls: 0,
  frames: 0,
  bytes: 0,
  alarmsSet: 0,
  handOffs: 0,
  isReporting: false,
};

/** A stretch of the track as it is stored: chunks by number, and behind the last of them what is in none yet. */
export type TrackPart = {
  owner: { regionId: RegionId; driverId: DriverId };
  chunks: { seq: number; startedAt: number; fixes: Uint8Array<ArrayBuffer> }[];
  /** A chunk in base64url; empty where there is nothing. */
  tail: string;
  isWhole: boolean;
};

/** What became of a recording. `refused`: from outside the duty. */
export type HistoryTaken = { added: number; repeated: number; refused: number };

/** `refused` are the actions that the rules forbid; they are counted as done all the same. */
export type ActionsTaken = { ack: Ack; refused: { ref: number; why: string }[] };
