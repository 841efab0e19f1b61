import * as z from "zod";
import { DriverId, RegionId, ShipmentId, TenantId, TripId } from "../../src/protocol/ids.ts";
import { type Query, wireId } from "../tenant-rows.ts";

const id = <Schema extends z.ZodType<string, string>>(prefix: string, schema: Schema) =>
  z
    .uuid()
    .transform((uuid) => wireId(prefix, uuid))
    .pipe(schema);

const Sample = z.object({
  tenantId: id("tnt", TenantId),
  regionId: id("reg", RegionId),
  driverId: id("drv", DriverId),
  tripId: id("trip", TripId),
  shipmentId: id("shp", ShipmentId),
  reference: z.string(),
  storeCode: z.string().nullable(),
  street: z.string(),
  city: z.string(),
  lat: z.number(),
  lng: z.number(),
  /** When its trip began. */
  at: z.coerce.number(),
});
/** One shipment, and everything around it that people ask for. */
export type Sample = z.output<typeof Sample>;

/** Of tenants of every size: shipments that were carried on a trip, taken evenly out of the whole time. */
export async function takeSamples(query: Query, wanted: number): Promise<Sample[]> {
  const { rows } = await query(
    `SELECT s.tenant_id AS "tenantId", s.region_id AS "regionId", t.driver_id AS "driverId", t.id AS "tripId",
            s.id AS "shipmentId", reference, store_code AS "storeCode", street, city, lat, lng,
            extract(epoch FROM t.created_at) * 1000 AS at
     FROM (SELECT DISTINCT ON (part) * FROM (
             SELECT *, ntile($1) OVER (ORDER BY id) AS part FROM trips WHERE id IN (SELECT trip_id FROM shipments)
           ) parts ORDER BY part, id DESC) t
     CROSS JOIN LATERAL (SELECT * FROM shipments s WHERE s.tenant_id = t.tenant_id AND s.trip_id = t.id LIMIT 1) s
     ORDER BY t.id DESC`,
    [wanted],
  );
  return z.array(Sample).parse(rows);
}
