// The same questions from outside: through the Worker in workerd, its checks, its keys and the endpoint before Postgres.
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { type Api, someDispatcher } from "../chaos/api.ts";
import type { Sample } from "./samples.ts";

const DAY_MS = 24 * 60 * 60_000;
/** An answer that has not come by then never will. */
const TIMEOUT_MS = 30_000;

/** What is asked for, by the name of the hot query that it leads to. Not single trips, whose objects answer: these have none. */
const PATHS: Readonly<Record<string, (sample: Sample) => string>> = {
  "shipments: newest": () => "/shipments",
  "shipments: next page": ({ shipmentId }) => `/shipments?after=${shipmentId}`,
  "shipment: by id": ({ shipmentId }) => `/shipments/${shipmentId}`,
  "shipment: history": ({ shipmentId }) => `/shipments/${shipmentId}/history`,
  "search: an order number": ({ reference }) => `/shipments/search?text=${reference}`,
  "search: a street": ({ street }) => `/shipments/search?text=${encodeURIComponent(street)}`,
  "search: a trip's": ({ tripId }) => `/shipments/search?tripId=${tripId}&status=delivered,failed`,
  "trips: newest": () => "/trips",
  "trips: under way in a region": ({ regionId }) => `/trips?status=active&regionId=${regionId}`,
  "routes: analytics of a week": ({ at }) => `/routes/analytics?from=${at}&to=${at + 7 * DAY_MS}`,
  "driver: assignments": ({ driverId }) => `/drivers/${driverId}/assignments`,
  "proofs: of a shipment": ({ shipmentId }) => `/shipments/${shipmentId}/pod`,
  "links: of a shipment": ({ shipmentId }) => `/shipments/${shipmentId}/tracking-links`,
};

/** Milliseconds of each answer, by query. Somebody else asks each time: limits are not what is measured. */
export async function askOverHttp(
  makeApi: (sample: Sample) => Api,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, readonly number[]>();
  for (const [name, pathOf] of Object.entries(PATHS)) {
    const taken: number[] = [];
    for (const sample of samples) {
      const api = makeApi(sample);
      const headers = { authorization: `Bearer ${await api.token(someDispatcher())}` };
      const startedAt = performance.now();
      const answer = await fetch(api.url + API_BASE + pathOf(sample), {
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const body = await answer.text();
      taken.push(performance.now() - startedAt);
      if (!answer.ok) throw new Error(`${pathOf(sample)} answered ${answer.status}: ${body}`);
    }
    times.set(name, taken);
  }
  return times;
}
