import type { Metres } from "../../src/domain/geo.ts";
import type { RoadClass } from "./road-class.ts";

/** A street as its planner drew it, before it meets others and loses the parts that cannot be. */
export interface StreetLine {
  readonly points: readonly Metres[];
  readonly roadClass: RoadClass;
  /** Crosses water on a bridge; others end at the bank. */
  readonly bridges: boolean;
  /** Streets with a proper name; others get one when it is known how long they are. */
  readonly name?: string;
  /** Parts of one long street that was interrupted: they share a name. */
  readonly family?: string;
  /** Where it is crowded, traffic may only follow the line's own direction. */
  readonly oneWay?: boolean;
}
