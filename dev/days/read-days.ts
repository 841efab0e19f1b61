import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { thumbnailKey } from "../../src/platform/upload-keys.ts";
import { TenantId, UploadId } from "../../src/protocol/ids.ts";
import { ShipmentStatus } from "../../src/protocol/shipment.ts";
import type { Books } from "../chaos/read-postgres.ts";
import type { StoredTrip } from "../chaos/invariants.ts";
import { withClient } from "../migrate.ts";
import { wireId } from "../tenant-rows.ts";
import type { KeptDays } from "./check-days.ts";

const LOCKED_MS = 5_000;
const BUCKET = join("v3", "r2");
const ObjectRow = z.object({ key: z.string(), blob_id: z.string() });

const Shipment = z.object({ id: z.uuid(), status: ShipmentStatus });
const Step = z.object({ shipment_id: z.uuid(), status: ShipmentStatus });
const Proof = z.object({ id: z.uuid(), shipment_id: z.uuid(), is_complete: z.boolean() });
const Upload = z.object({
  // Made of a hash, and so of no version.
  id: z.guid(),
  proof_id: z.uuid().nullable(),
  status: z.string(),
  object_key: z.string().nullable(),
  clean_sha256: z.string().nullable(),
});
const Payment = z.object({
  id: z.uuid(),
  shipment_id: z.uuid(),
  status: z.string(),
  amount_minor: z.coerce.number(),
});
const Told = z.object({ dedupe_key: z.string(), status: z.string() });
const Action = z.object({ trip_id: z.uuid(), seq: z.int(), at: z.coerce.number(), is_manual: z.boolean() });

/** What drivers themselves said, and nothing that followed from it; stops that were finished by request are not the stream's. */
const SAID = `SELECT trip_id, seq, extract(epoch FROM happened_at) * 1000 AS at,
    actor LIKE 'drv_%' AND kind IN ('trip', 'stop') AND NOT coalesce(stop_id = ANY ($2::uuid[]), false) AS is_manual
  FROM events WHERE tenant_id = $1`;
const HISTORY = `SELECT shipment_id, status FROM (
    SELECT shipment_id, body->>'status' AS status, recorded_at, seq FROM events
    WHERE tenant_id = $1 AND kind = 'shipment'
    UNION ALL
    SELECT shipment_id, status, recorded_at, 0 FROM shipment_events WHERE tenant_id = $1 AND status IS NOT NULL
  ) steps ORDER BY recorded_at, seq`;

export async function readDays(books: Books, stateDir: string): Promise<KeptDays> {
  const rows = await ask(books);
  const tenantId = TenantId.parse(wireId("tnt", books.place.tenantUuid));
  const [shipments, steps] = [
    await rows(Shipment, "SELECT id, status FROM shipments WHERE tenant_id = $1"),
    await rows(Step, HISTORY),
  ];
  const proofs = await rows(
    Proof,
    "SELECT id, shipment_id, completed_at IS NOT NULL AS is_complete FROM proofs WHERE tenant_id = $1",
  );
  const uploads = await rows(
    Upload,
    "SELECT id, proof_id, status, object_key, encode(clean_sha256, 'hex') AS clean_sha256 FROM uploads WHERE tenant_id = $1",
  );
  const payments = await rows(
    Payment,
    "SELECT id, shipment_id, status, amount_minor FROM payments WHERE tenant_id = $1",
  );
  const told = await rows(Told, "SELECT dedupe_key, status FROM notifications WHERE tenant_id = $1");
  const ofShipment = Map.groupBy(steps, ({ shipment_id: id }) => wireId("shp", id));
  return {
    shipments: new Map(shipments.map(({ id, status }) => [wireId("shp", id), status])),
    histories: new Map([...ofShipment].map(([id, all]) => [id, all.map(({ status }) => status)])),
    proofs: proofs.map(({ id, shipment_id: shipment, is_complete: isComplete }) => {
      return { id: wireId("prf", id), shipmentId: wireId("shp", shipment), isComplete };
    }),
    uploads: uploads.map(({ id, proof_id: proof, status, object_key: objectKey, clean_sha256: cleanSha256 }) => {
      const uploadId = UploadId.parse(wireId("upl", id));
      const proofId = proof && wireId("prf", proof);
      return {
        id: uploadId,
        proofId,
        status,
        objectKey,
        cleanSha256,
        thumbnailKey: thumbnailKey({ tenantId, uploadId }),
      };
    }),
    payments: payments.map(({ id, shipment_id: shipment, status, amount_minor: amountMinor }) => {
      return { id: wireId("pay", id), shipmentId: wireId("shp", shipment), status, amountMinor };
    }),
    objects: readObjects(stateDir, tenantId),
    notifications: told.map(({ dedupe_key: key, status }) => ({ key, status })),
  };
}

/** The lines of the trips' logs as their drivers' streams should have left them. */
export async function readSaid(
  books: Books,
  trips: readonly StoredTrip[],
  finishedByRequest: readonly string[],
): Promise<StoredTrip[]> {
  const rows = await ask(books);
  const actions = Map.groupBy(await rows(Action, SAID, [finishedByRequest]), ({ trip_id: id }) => wireId("trip", id));
  return trips.map((trip) => ({
    ...trip,
    events: (actions.get(trip.tripId) ?? []).map(({ seq, at, is_manual: isManual }) => {
      return { seq, happenedAt: Math.round(at), isManual };
    }),
  }));
}

/** The local bucket's own disk, read from outside: an index, and a file for each object. */
function readObjects(stateDir: string, tenantId: string): Map<string, string> {
  const folder = join(stateDir, BUCKET);
  const bucket = readdirSync(folder).find((name) => !name.startsWith("miniflare"));
  const index = join(folder, "miniflare-R2BucketObject");
  const objects = new Map<string, string>();
  for (const name of readdirSync(index)) {
    if (!name.endsWith(".sqlite") || name.startsWith("metadata") || bucket === undefined) continue;
    const database = new DatabaseSync(join(index, name), { readOnly: true, timeout: LOCKED_MS });
    try {
      const rows = z.array(ObjectRow).parse(database.prepare("SELECT key, blob_id FROM _mf_objects").all());
      for (const { key, blob_id: blob } of rows.filter((row) => row.key.includes(`${tenantId}/`))) {
        const bytes = readFileSync(join(folder, bucket, "blobs", blob));
        objects.set(key, createHash("sha256").update(bytes).digest("hex"));
      }
    } finally {
      database.close();
    }
  }
  return objects;
}

async function ask({ ownerUrl, place }: Books) {
  return async <Row>(schema: z.ZodType<Row>, query: string, more: readonly unknown[] = []): Promise<Row[]> =>
    withClient(ownerUrl(), async (client) => {
      await client.query("SELECT set_config('app.tenant', $1, false)", [place.tenantUuid]);
      return z.array(schema).parse((await client.query(query, [place.tenantUuid, ...more])).rows);
    });
}
