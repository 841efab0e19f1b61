import { addGeofence } from "../../../src/db/geofences.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import type { GeofenceRules, GeofenceShape } from "../../../src/protocol/geofence.ts";
import { ruleColumns, shapeColumns } from "../../../src/services/geofence-contents.ts";
import { valueOf } from "../services/people-fixture.ts";
import type { Ask } from "./ask.ts";
import type { Place } from "./place.ts";

const shape: GeofenceShape = { kind: "circle", lat: 52.5, lng: 13.4, radiusM: 80 };
const rules: GeofenceRules = { onEnter: true, onLeave: true, dwellMinutes: null };
const content = { name: "Depot", shape, rules, active: true };

/** In the north; a new one each time, for each change uses its version up. */
export async function newFence({ tenant, north: regionId }: Pick<Place, "tenant" | "north">): Promise<string> {
  const id = newRowId.geofence();
  const columns = { ...valueOf(shapeColumns(shape)), ...ruleColumns(rules) };
  valueOf(await addGeofence(tenant, { id, regionId, name: "Depot", active: true, ...columns }));
  return id;
}

/** Sound requests about geofences. */
export const FENCE_ASKS: Readonly<Record<string, (place: Place) => Ask | Promise<Ask>>> = {
  createGeofence: ({ north }) => ({ body: { regionId: north, ...content } }),
  getGeofence: async (place) => ({ params: { geofenceId: await newFence(place) } }),
  replaceGeofence: async (place) => ({
    params: { geofenceId: await newFence(place) },
    body: { ...content, version: 1 },
  }),
  deleteGeofence: async (place) => ({ params: { geofenceId: await newFence(place) } }),
};
