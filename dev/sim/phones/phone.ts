import type { StopId } from "../../../src/protocol/ids.ts";
import type { Tick } from "../model/round.ts";

export type DriverAct =
  | { readonly stopId: StopId; readonly event: "head-for" | "finish" | "fail"; readonly reason: string | null }
  | { readonly event: "complete" };

/** What a driver carries: the product's own app, or an app that was never made for us. */
export interface Phone {
  readonly start: () => Promise<void>;
  /** One second of the round. */
  readonly live: (tick: Tick) => void;
  /** False: this phone has no button for it, or is off, and somebody at the desk has to be rung up. */
  readonly act: (act: DriverAct, at: number) => Promise<boolean>;
  /** How many positions the server has not promised yet. */
  readonly pending: number;
  /** The round is over: the phone lies on its owner's table, where there is a network. False: it is flat. */
  readonly comeHome: () => boolean;
  readonly isReachable: boolean;
  /** The server has ended it: the work is over, or another device took its place. */
  readonly ended: "over" | "taken" | null;
  readonly stop: () => void;
}

/** One line of what a phone and the server said to each other, for people. */
export interface PhoneLine {
  readonly at: number;
  readonly way: "sent" | "received";
  readonly text: string;
}
