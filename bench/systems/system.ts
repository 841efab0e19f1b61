import type { Sign } from "../load/meter.ts";
import type { Lines } from "../load/lines.ts";
import type { Load } from "../load/load.ts";
import type { WireFix } from "../../src/protocol/live/fix.ts";
import type { Counted } from "../worker/orders.ts";

/** `doorstep-all` tells dispatchers every position instead of as many as a map needs. */
export const SYSTEMS = ["doorstep", "doorstep-all", "socket-io", "plain-ws"] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** Called for every position that comes in. */
export interface Ears {
  readonly customer: (driver: number, sign: Sign) => void;
  readonly dispatcher: (dispatcher: number, driver: number, sign: Sign) => void;
  /** One message on a dispatcher's socket, however many positions it holds. */
  readonly frame: () => void;
}

/** A system that is running. */
export interface Session {
  /** The processes to measure, with all below them. */
  readonly pids: readonly number[];
  /** Opens every socket of the load; resolves when all were greeted. */
  readonly connect: (lines: Lines, ears: Ears) => Promise<void>;
  readonly send: (driver: number, fix: WireFix) => void;
  /** The system's own counters, where it has some. */
  readonly counted: () => Promise<Counted | null>;
  readonly stop: () => Promise<void>;
}

export interface Place {
  readonly load: Load;
  /** The first of ten ports that are this run's. */
  readonly port: number;
  /** Emptied after the run. */
  readonly dir: string;
  /** The built Worker. */
  readonly script: string;
}

export type StartSystem = (place: Place) => Promise<Session>;
