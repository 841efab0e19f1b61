// A day of both demo tenants, so that every list, history and report shows something before anybody has done anything.
import { demoUuid } from "../demo-ids.ts";
import { DEMO_ROLES, DEMO_TENANTS, type DemoTenant } from "../demo-tenants.ts";
import { inTenant, type Query, wireId } from "../tenant-rows.ts";
import type { DayDesk, Row } from "./day-desk.ts";
import { planDay } from "./plan-day.ts";
import { proofRows } from "./proof-rows.ts";
import { roundRows } from "./round-rows.ts";
import { linkRow, ownEvents, shipmentRow } from "./shipment-rows.ts";

/** In the order in which they may refer to each other. */
type Tables = Record<
  | "trips"
  | "stops"
  | "shipments"
  | "stop_shipments"
  | "events"
  | "shipment_events"
  | "proofs"
  | "uploads"
  | "tracking_links",
  Row[]
>;

/** Only where there is none: the day of the first start stays, and what people did to it stays as well. */
export async function seedDay(
  query: Query,
  secrets: { HMAC_KEY: string; DATA_KEY: string },
  now: number,
  tenants: readonly DemoTenant[] = DEMO_TENANTS,
): Promise<void> {
  for (const tenant of tenants) {
    const uuid: DayDesk["uuid"] = (kind, number = 0) => demoUuid(tenant, kind, number);
    const { slug, name } = tenant;
    await inTenant(query, secrets, { uuid: uuid("tnt"), slug, name }, async ({ sealed }) => {
      const first = await query("SELECT FROM shipments WHERE tenant_id = $1 AND id = $2", [uuid("tnt"), uuid("shp")]);
      if (first.rows.length > 0) return;
      const tables = await rowsOf({ sealed, tenant, uuid, hmacKey: secrets.HMAC_KEY }, now);
      for (const [table, rows] of Object.entries(tables)) await insert(query, uuid("tnt"), table, rows);
    });
  }
}

async function rowsOf(
  { tenant, uuid, ...made }: Pick<DayDesk, "sealed" | "tenant" | "uuid" | "hmacKey">,
  now: number,
): Promise<Tables> {
  const day = planDay(tenant, now);
  const actorOf = actors(tenant);
  const at = (ms: number) => new Date(ms).toISOString();
  const desk: DayDesk = { ...made, tenant, uuid, actorOf, at, halfWindowMs: day.halfWindowMs };
  let events = 0;
  const nextEvent = () => uuid("evt", events++);
  const tables: Tables = {
    trips: [],
    stops: [],
    shipments: [],
    stop_shipments: [],
    events: [],
    shipment_events: [],
    proofs: [],
    uploads: [],
    tracking_links: [],
  };
  for (const round of day.rounds) {
    const { trip, stops, loads, events: log, seqOf } = roundRows(desk, round, nextEvent);
    tables.trips.push(trip);
    tables.stops.push(...stops);
    tables.stop_shipments.push(...loads);
    tables.events.push(...log);
    for (const shipment of round.shipments) {
      const onTrip = { trip: round.driver, eventSeq: seqOf.get(shipment.number) ?? 0 };
      tables.shipments.push(await shipmentRow(desk, shipment, onTrip));
      const shown = await proofRows(desk, shipment, round.driver);
      if (!shown) continue;
      tables.proofs.push(shown.proof);
      tables.uploads.push(shown.upload);
    }
  }
  for (const shipment of day.others) tables.shipments.push(await shipmentRow(desk, shipment, null));
  for (const shipment of [...day.rounds.flatMap(({ shipments }) => shipments), ...day.others]) {
    tables.shipment_events.push(...ownEvents(desk, shipment, nextEvent));
    tables.tracking_links.push(...present(await linkRow(desk, shipment)));
  }
  return tables;
}

function actors(tenant: DemoTenant): DayDesk["actorOf"] {
  const dispatcher = wireId("usr", demoUuid(tenant, "usr", DEMO_ROLES.indexOf("dispatcher")));
  return (by, driver = 0) => {
    if (by === "system") return by;
    return by === "desk" ? dispatcher : wireId("drv", demoUuid(tenant, "drv", driver));
  };
}

function present(row: Row | null): Row[] {
  return row ? [row] : [];
}

/** All rows of a table in one statement; their columns are those of the first. */
async function insert(query: Query, tenant: string, table: string, rows: readonly Row[]): Promise<void> {
  const columns = ["tenant_id", ...Object.keys(rows[0] ?? {})].join(", ");
  const json = JSON.stringify(rows.map((row) => ({ tenant_id: tenant, ...row })));
  await query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::text::jsonb)`,
    [json],
  );
}
