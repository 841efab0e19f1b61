import type { StopEta } from "../domain/eta.ts";
import type { Trip } from "../protocol/api/trips.ts";
import { StopId } from "../protocol/ids.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import type { LivePoint } from "../protocol/live/trip-report.ts";

/** What a trip's object knows, as the API says it. */
export function tripView({
  trip,
  point,
  eta,
  seq,
}: {
  readonly trip: TripBrief;
  readonly point: LivePoint | null;
  readonly eta: readonly StopEta[];
  readonly seq: number;
}): Trip {
  const { tenantId: _tenant, settings: _settings, tripId: id, ...rest } = trip;
  return {
    id,
    ...rest,
    point,
    eta: eta.map(({ stopId, etaAt, late }) => ({ stopId: StopId.parse(stopId), etaAt, late })),
    seq,
  };
}
