import * as z from "zod";
import { uuidFromTypeId } from "../../src/domain/typeid.ts";
import type { Secrets } from "../dev-vars.ts";
import { inTenant, type Query, wireId } from "../tenant-rows.ts";
import { PAGE_ROWS } from "./hot-queries.ts";
import type { Sample } from "./samples.ts";

const Rows = z.array(z.object({ id: z.uuid() }));
const COLUMNS = ["address_sealed", "recipient_name_sealed", "recipient_phone_sealed"];

/** Gives the tenant its key, and seals with it what the Worker will be asked to show: the rest is never opened. */
export async function sealRows(query: Query, secrets: Secrets, samples: readonly Sample[]): Promise<void> {
  for (const tenantId of new Set(samples.map((sample) => sample.tenantId))) {
    const uuid = uuidOf("tnt", tenantId);
    const own = samples.filter((sample) => sample.tenantId === tenantId);
    // An earlier run's secrets are gone, and with them whatever was sealed under this tenant's key.
    await query("DELETE FROM tenant_keys WHERE tenant_id = $1", [uuid]);
    await inTenant(query, secrets, { uuid, slug: "known-by-its-id", name: "" }, async ({ sealed }) => {
      await query("SET LOCAL session_replication_role = replica");
      for (const row of await shownShipments(query, uuid, own)) {
        const id = wireId("shp", row);
        const texts = await Promise.all(
          COLUMNS.map(async (column) => sealed("shipments", column, id, "12, 3rd floor")),
        );
        const set = COLUMNS.map((column, index) => `${column} = $${index + 3}`).join(", ");
        await query(`UPDATE shipments SET ${set} WHERE tenant_id = $1 AND id = $2`, [uuid, row, ...texts]);
      }
    });
  }
}

/** The newest page, the page behind each sample, what is on its trip, and what a search for its street shows first. */
async function shownShipments(query: Query, tenant: string, samples: readonly Sample[]): Promise<string[]> {
  const page = `SELECT id FROM shipments WHERE tenant_id = $1 AND id <= $2 ORDER BY id DESC LIMIT ${PAGE_ROWS + 1}`;
  const newest = await query(page, [tenant, "ffffffff-ffff-ffff-ffff-ffffffffffff"]);
  const found = Rows.parse(newest.rows);
  for (const { shipmentId, tripId, street } of samples) {
    found.push(...Rows.parse((await query(page, [tenant, uuidOf("shp", shipmentId)])).rows));
    const onTrip = "SELECT id FROM shipments WHERE tenant_id = $1 AND trip_id = $2";
    found.push(...Rows.parse((await query(onTrip, [tenant, uuidOf("trip", tripId)])).rows));
    const inStreet = "SELECT id FROM ops.find_shipments($1, $2) id";
    found.push(...Rows.parse((await query(inStreet, [street, PAGE_ROWS])).rows));
  }
  return [...new Set(found.map(({ id }) => id))];
}

function uuidOf(prefix: string, id: string): string {
  const uuid = uuidFromTypeId(prefix, id);
  if (!uuid.ok) throw new Error(`${id} is no id.`);
  return uuid.value;
}
