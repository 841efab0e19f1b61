// Years of many tenants' work, made by Postgres itself: a million shipments in the time that it takes to write them.
import * as z from "zod";
import type { Query } from "../tenant-rows.ts";

export interface Size {
  readonly tenants: number;
  readonly drivers: number;
  readonly trips: number;
  readonly shipments: number;
}

/** What `npm run explain` looks at. */
export const FULL_SIZE: Size = { tenants: 20, drivers: 2_000, trips: 50_000, shipments: 1_000_000 };

/** Half a year: the oldest trip began so long ago. */
const SPAN_DAYS = 180;
/** Doors of a trip; what is left over goes to the same doors again, as it does in tower blocks. */
const STOPS_PER_TRIP = 12;
/** Trips of the last days have their tracks in Postgres, those before are archived. */
const TRACK_DAYS = 6;
const CHUNKS_PER_TRIP = 10;

/** Of a kind of row and its number: ids grow with time, as version 7 UUIDs do. */
const id = (kind: number, number: string) =>
  `(lpad(to_hex(${number}), 8, '0') || '-0000-7000-8000-${String(kind).padStart(12, "0")}')::uuid`;
const KIND = {
  tenant: 1,
  region: 2,
  driver: 4,
  trip: 5,
  stop: 6,
  shipment: 7,
  event: 8,
  link: 9,
  proof: 10,
  upload: 11,
};
/** The same number from the same seed, evenly spread below 1: every run makes the same rows. */
const share = (number: string, seed: number) => `(hashint8extended(${number}, ${seed}) & 1048575) / 1048576.0`;
/** Of this length, as sealed text is; nobody opens it. */
const SEALED = `'v1.k1.' || md5(n::text) || md5((n + 1)::text)`;

const TABLES = [
  "tenants",
  "regions",
  "drivers",
  "trips",
  "shipments",
  "street_names",
  "stops",
  "stop_shipments",
  "events",
  "shipment_events",
  "tracking_links",
  "proofs",
  "uploads",
  "track_chunks",
];

const Indexes = z.array(z.object({ name: z.string(), definition: z.string() }));
/** Those that are no constraint's, of whole tables. */
const LOOSE_INDEXES = `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index JOIN pg_class t ON t.oid = indrelid
  WHERE t.relname = ANY ($1) AND t.relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))`;

/** Runs as the owner, without triggers and foreign keys: an audit entry for each of three million rows proves nothing here. */
export async function makeRows(query: Query, size: Size): Promise<void> {
  await query("BEGIN");
  await query("SET LOCAL session_replication_role = replica");
  // Made when all rows are there, as a restore does: keeping a dozen in step with each row took most of the time.
  const indexes = Indexes.parse((await query(LOOSE_INDEXES, [TABLES])).rows);
  for (const { name } of indexes) await query(`DROP INDEX ${name}`);
  for (const statement of statementsFor(size)) await query(statement);
  for (const { definition } of indexes) await query(definition);
  await query("COMMIT");
  await query(`VACUUM (ANALYZE) ${TABLES.join(", ")}`);
}

function statementsFor(size: Size): string[] {
  return [...people(size), ...work(size), ...records(size)];
}

/** A tenant of twenty has a third of all drivers, and most have a few. */
function people({ tenants, drivers }: Size): string[] {
  return [
    `INSERT INTO tenants (id, slug, name)
     SELECT ${id(KIND.tenant, "n")}, 'tenant-' || n, 'Tenant ' || n FROM generate_series(1, ${tenants}) n`,
    `INSERT INTO regions (tenant_id, id, name, time_zone, polygon)
     SELECT ${id(KIND.tenant, "t")}, ${id(KIND.region, "t * 4 + r")}, 'Region ' || r, 'Europe/Berlin',
            '{"type":"Polygon","coordinates":[]}'
     FROM generate_series(1, ${tenants}) t, generate_series(0, 2) r`,
    `CREATE TEMP TABLE crew ON COMMIT DROP AS
     SELECT n, t, ${id(KIND.tenant, "t")} AS tenant_id, ${id(KIND.driver, "n")} AS driver_id,
            ${id(KIND.region, "t * 4 + n % 3")} AS region_id
     FROM (SELECT n, 1 + floor(${tenants} * (${share("n", 1)}) ^ 2.5)::int AS t FROM generate_series(1, ${drivers}) n) d`,
    `INSERT INTO drivers (tenant_id, id, home_region_id, status, availability, name_sealed, phone_sealed, phone_index)
     SELECT tenant_id, driver_id, region_id, 'active', 'off_duty', ${SEALED}, ${SEALED}, decode(md5(n::text), 'hex')
     FROM crew`,
  ];
}

/** Trips of each driver in turn, what they carry, and what waits for one: a fortieth of all shipments, the newest. */
function work({ drivers, trips, shipments }: Size): string[] {
  const at = (number: string, of: number) =>
    `(now() - interval '${SPAN_DAYS} days' * (1 - ${number}::float8 / ${of})) AS at`;
  const carried = Math.floor(shipments * 0.975);
  return [
    `CREATE TEMP TABLE run ON COMMIT DROP AS
     SELECT r.n, c.tenant_id, c.t, c.driver_id, c.region_id, ${id(KIND.trip, "r.n")} AS trip_id, ${at("r.n", trips)},
            CASE WHEN r.n <= ${trips - drivers} THEN CASE WHEN ${share("r.n", 2)} < 0.97 THEN 'completed' ELSE 'cancelled' END
                 WHEN ${share("r.n", 3)} < 0.3 THEN 'active' WHEN ${share("r.n", 3)} < 0.4 THEN 'planned' ELSE 'completed' END AS status
     FROM generate_series(1, ${trips}) AS r(n) JOIN crew c ON c.n = 1 + r.n % ${drivers}`,
    `CREATE UNIQUE INDEX ON run (n)`,
    `ANALYZE run`,
    `INSERT INTO trips (tenant_id, id, region_id, driver_id, status, started_at, finished_at, stops_total, stops_done,
       planned_m, planned_seconds, distance_m, chunk_seq, created_at, updated_at)
     SELECT tenant_id, trip_id, region_id, driver_id, status, CASE WHEN status <> 'planned' THEN at END,
            CASE WHEN status IN ('completed', 'cancelled') THEN at + interval '5 hours' END, ${STOPS_PER_TRIP}, 0,
            20000, 14400, CASE WHEN status = 'completed' THEN 21000 END, ${CHUNKS_PER_TRIP}, at, at FROM run`,
    `CREATE TEMP TABLE load ON COMMIT DROP AS
     SELECT s.n, ${id(KIND.shipment, "s.n")} AS shipment_id, r.tenant_id, r.t, r.region_id, r.trip_id, r.status AS trip_status,
            CASE WHEN s.n <= ${carried} THEN r.n END AS run, ${at("s.n", shipments)}
     FROM generate_series(1, ${shipments}) AS s(n)
     JOIN run r ON r.n = 1 + (s.n - 1) * ${trips}::bigint / ${shipments}`,
    `INSERT INTO shipments (tenant_id, id, region_id, status, trip_id, reference, store_code, street, city, postcode,
       address_sealed, recipient_name_sealed, recipient_phone_sealed, lat, lng, window_starts_at, window_ends_at, closed_at,
       created_at, updated_at, proof_awaited)
     SELECT tenant_id, shipment_id, region_id, state, CASE WHEN run IS NOT NULL THEN trip_id END,
            'ORDER-' || lpad(n::text, 8, '0'), CASE WHEN ${share("n", 4)} < 0.8 THEN 'store-' || (n % 40) END,
            (ARRAY['Quay','Mill','Harbour','Linden','Station','Meadow','Church','Bridge'])[1 + n % 8] || ' Street ' || (n % 997),
            'Town ' || t, lpad((n % 9000)::text, 5, '0'), ${SEALED}, ${SEALED}, ${SEALED},
            50 + t * 0.3 + ${share("n", 5)} * 0.2, 5 + t * 0.3 + ${share("n", 6)} * 0.2, at + interval '1 day',
            at + interval '26 hours', CASE WHEN state IN ('delivered', 'returned', 'cancelled') THEN at + interval '1 day' END, at, at,
            CASE WHEN state = 'delivered' AND n % 1000 = 0 THEN shipment_id END
     FROM (SELECT *, CASE WHEN run IS NULL THEN 'created'
              WHEN trip_status = 'completed' THEN CASE WHEN ${share("n", 7)} < 0.95 THEN 'delivered' ELSE 'failed' END
              WHEN trip_status = 'cancelled' THEN 'cancelled'
              WHEN trip_status = 'planned' THEN 'assigned' ELSE 'out_for_delivery' END AS state FROM load) l`,
    `INSERT INTO street_names (tenant_id, name) SELECT DISTINCT tenant_id, street FROM shipments`,
    `INSERT INTO stops (tenant_id, id, trip_id, position, status, lat, lng, window_ends_at, arrived_at, departed_at, created_at)
     SELECT tenant_id, ${id(KIND.stop, `n * ${STOPS_PER_TRIP} + p`)}, trip_id, p,
            CASE WHEN status = 'completed' THEN 'done' ELSE 'pending' END, 50 + t * 0.3, 5 + t * 0.3, at + interval '5 hours',
            CASE WHEN status = 'completed' THEN at + p * interval '20 minutes' END,
            CASE WHEN status = 'completed' THEN at + p * interval '20 minutes' + interval '3 minutes' END, at
     FROM run, generate_series(0, ${STOPS_PER_TRIP - 1}) p`,
    `INSERT INTO stop_shipments (tenant_id, stop_id, shipment_id, action)
     SELECT tenant_id, ${id(KIND.stop, `run * ${STOPS_PER_TRIP} + n % ${STOPS_PER_TRIP}`)}, shipment_id, 'dropoff'
     FROM load WHERE run IS NOT NULL`,
  ];
}

/** As long as a SHA-256, and another for each row. */
const DIGEST = "decode(md5(n::text) || md5((n + 1)::text), 'hex')";

/** What is written down of them: two lines of a trip's log for each shipment, links, proofs with their photo, tracks. */
function records({ trips }: Size): string[] {
  const firstWithTrack = Math.floor(trips * (1 - TRACK_DAYS / SPAN_DAYS));
  return [
    `INSERT INTO events (tenant_id, trip_id, seq, id, kind, shipment_id, actor, happened_at, recorded_at, body)
     SELECT tenant_id, trip_id, row_number() OVER (PARTITION BY run ORDER BY n, k), ${id(KIND.event, "n * 2 + k")}, 'shipment',
            shipment_id, 'driver', at + k * interval '1 hour', at + k * interval '1 hour',
            '{"kind":"trip","status":"active"}'
     FROM load, generate_series(0, 1) k WHERE run IS NOT NULL`,
    `INSERT INTO shipment_events (tenant_id, id, shipment_id, kind, status, actor, happened_at, recorded_at)
     SELECT tenant_id, ${id(KIND.event + 20, "n")}, shipment_id, 'created', 'created', 'import', at, at FROM load`,
    `INSERT INTO tracking_links (tenant_id, id, shipment_id, token_hash, created_by, expires_at, created_at)
     SELECT tenant_id, ${id(KIND.link, "n")}, shipment_id, ${DIGEST}, 'import',
            at + interval '9 days', at FROM load WHERE n % 4 = 0`,
    `INSERT INTO proofs (tenant_id, id, trip_id, shipment_id, source, made_by, kinds, missing, skew_ms, taken_at, recorded_at,
       sha256, completed_at)
     SELECT tenant_id, ${id(KIND.proof, "n")}, trip_id, shipment_id, 'driver', 'driver', ARRAY['photo'], '{}', 0, at, at,
            ${DIGEST}, at
     FROM load WHERE run IS NOT NULL AND n % 4 = 0`,
    `INSERT INTO uploads (tenant_id, id, purpose, status, object_key, content_type, size_bytes, proof_id, kind, created_by,
       created_at, sha256, checked_at, clean_bytes, clean_sha256, orientation, width_px, height_px, thumbnail_bytes)
     SELECT tenant_id, ${id(KIND.upload, "n")}, 'proof', 'checked', 'made/' || n, 'image/jpeg', 90000, ${id(KIND.proof, "n")},
            'photo', 'driver', at, ${DIGEST}, at, 89000, ${DIGEST}, 1, 1200, 900, 6000 FROM load WHERE run IS NOT NULL AND n % 4 = 0`,
    `INSERT INTO track_chunks (tenant_id, trip_id, started_at, seq, driver_id, ended_at, fix_count, body)
     SELECT tenant_id, trip_id, began, k, driver_id, began + interval '4 minutes', 20, decode(repeat(md5(n::text), 10), 'hex')
     FROM (SELECT *, at + k * interval '5 minutes' AS began FROM run, generate_series(1, ${CHUNKS_PER_TRIP}) k
           WHERE n > ${firstWithTrack}) r WHERE began <= now()`,
  ];
}
