import type { ChoiceRule } from "../../protocol/api/assign.ts";
import type { DriverId, TripId } from "../../protocol/ids.ts";
import type { TripBrief } from "../../protocol/live/trip-brief.ts";
import { distanceM, type LatLng } from "../geo.ts";
import { isStopOver } from "../stop-state.ts";
import { cheapestInsertion } from "./cheapest-insertion.ts";

/** A trip that could take one more stop. */
export interface Candidate {
  readonly tripId: TripId;
  readonly driverId: DriverId;
  /** Where the driver is; null before anybody knows. */
  readonly from: LatLng | null;
  /** The way that is left, in its order. */
  readonly stops: readonly LatLng[];
  /** Open stops that the driver takes at a time; null for no limit. */
  readonly capacityStops: number | null;
}

/** What a rule says: the lower, the better. `position` is where the stop goes; absent for the end. */
export interface Choice {
  readonly candidate: Candidate;
  readonly cost: number;
  readonly position?: number;
}

export function candidateOf(
  { tripId, driverId, stops }: Pick<TripBrief, "tripId" | "driverId" | "stops">,
  from: LatLng | null,
  capacityStops: number | null,
): Candidate {
  return { tripId, driverId, from, stops: stops.filter(({ status }) => !isStopOver(status)), capacityStops };
}

function hasRoom({ stops, capacityStops }: Candidate): boolean {
  return capacityStops === null || stops.length < capacityStops;
}

/** Those with room, best first; ties by id, so that the same question has the same answer. */
export function rankCandidates(candidates: readonly Candidate[], place: LatLng, rule: ChoiceRule): Choice[] {
  return candidates
    .filter(hasRoom)
    .map((candidate) => RULES[rule](candidate, place))
    .filter((choice) => choice !== null)
    .toSorted((a, b) => a.cost - b.cost || compareIds(a.candidate.tripId, b.candidate.tripId));
}

const RULES: Record<ChoiceRule, (candidate: Candidate, place: LatLng) => Choice | null> = {
  nearest: byDistance,
  load: (candidate) => ({ candidate, cost: loadOf(candidate) }),
  "cheapest-insertion": (candidate, place) => {
    const { position, seconds } = cheapestInsertion(candidate.from, candidate.stops, place);
    return { candidate, cost: seconds, position };
  },
};

/** Nobody is near whose place is not known. */
function byDistance(candidate: Candidate, place: LatLng): Choice | null {
  return candidate.from && { candidate, cost: distanceM(candidate.from, place) };
}

/** The share of its capacity where there is one; without it one stop counts as one of an average round. */
function loadOf({ stops, capacityStops }: Candidate): number {
  return stops.length / (capacityStops ?? AVERAGE_ROUND_STOPS);
}

/** Rounds of parcels have 80 to 180 stops, of meals 10 to 20; whoever needs it exact says the capacity. */
const AVERAGE_ROUND_STOPS = 40;

function compareIds(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
