import { type SQL, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { ShipmentEventKind } from "../protocol/api/shipment-changes.ts";
import { type EventId, ShipmentId, type TripId } from "../protocol/ids.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { idOf, uuidOf } from "./schema/columns.ts";
import type { ShipmentRow } from "./shipments.ts";

/** A line of a shipment's own log. */
export interface ShipmentNote {
  readonly id: EventId;
  readonly kind: ShipmentEventKind;
  readonly status: ShipmentStatus | null;
  readonly reason: string | null;
  readonly fields: readonly string[];
  readonly actor: string;
  readonly happenedAt: number;
  readonly recordedAt: number;
}

/** A shipment as it is to be, with the version that it was read at. */
export interface ShipmentWrite {
  readonly row: ShipmentRow;
  readonly note: ShipmentNote;
}

const ROW_COLUMNS = `id uuid, version int, status text, street text, city text, postcode text, address_sealed text,
  recipient_name_sealed text, recipient_phone_sealed text, recipient_email_sealed text, instructions_sealed text,
  lat float8, lng float8, window_starts_at timestamptz, window_ends_at timestamptz, weight_g int, volume_ml int,
  cash_due_minor bigint, currency text, closed_at timestamptz`;
const NOTE_COLUMNS = `shipment_id uuid, id uuid, kind text, status text, reason text, fields text[], actor text,
  happened_at timestamptz, recorded_at timestamptz`;

/**
 * Writes each shipment whose version is still the one that was read, and a line about it: one statement for all of them,
 * in one order, so that two of these hardly ever deadlock. Answers which ones they were.
 */
export async function writeShipments(
  tenant: TenantQueries,
  writes: readonly ShipmentWrite[],
): Promise<Result<ReadonlySet<ShipmentId>, DbError>> {
  if (writes.length === 0) return ok(new Set());
  const tenantUuid = uuidOf("tnt", tenant.tenantId);
  const rows = JSON.stringify(writes.map(({ row }) => rowRecord(row)));
  const query = statements.execute<{ id: string }>(sql`
    with n as (select * from jsonb_to_recordset(${rows}::text::jsonb) as n (${sql.raw(ROW_COLUMNS)}) order by id),
    done as (
      update shipments s set
        status = n.status, street = n.street, city = n.city, postcode = n.postcode, address_sealed = n.address_sealed,
        recipient_name_sealed = n.recipient_name_sealed, recipient_phone_sealed = n.recipient_phone_sealed,
        recipient_email_sealed = n.recipient_email_sealed, instructions_sealed = n.instructions_sealed,
        lat = n.lat, lng = n.lng, window_starts_at = n.window_starts_at, window_ends_at = n.window_ends_at,
        weight_g = n.weight_g, volume_ml = n.volume_ml, cash_due_minor = n.cash_due_minor, currency = n.currency,
        closed_at = n.closed_at, version = s.version + 1
      from n
      where s.tenant_id = ${tenantUuid}::uuid and s.id = n.id and s.version = n.version
      returning s.id
    ), noted as (${insertNotes(tenantUuid, writes, "done")})
    select id from done`);
  const written = await tenant.run("shipments.write", query);
  return written.ok ? ok(new Set(written.value.rows.map(({ id }) => ShipmentId.parse(idOf("shp", id))))) : written;
}

/** Lets what failed wait for a trip again, with a line about it where no trip wrote one; not what another trip has by now. */
export async function putBackShipment(
  tenant: TenantQueries,
  { id, tripId }: { readonly id: ShipmentId; readonly tripId: TripId | null },
  note: ShipmentNote | null,
): Promise<Result<unknown, DbError>> {
  const tenantUuid = uuidOf("tnt", tenant.tenantId);
  const tripUuid = tripId === null ? null : uuidOf("trip", tripId);
  const noted = note ? sql`, noted as (${insertNotes(tenantUuid, [{ row: { id }, note }], "done")})` : sql``;
  return tenant.run(
    "shipments.put-back",
    statements.execute(sql`
      with done as (
        update shipments s
        set status = 'created', trip_id = null, assigned_by = null, event_seq = 0, version = s.version + 1
        where s.tenant_id = ${tenantUuid}::uuid and s.id = ${uuidOf("shp", id)}::uuid and s.status = 'failed'
          and s.trip_id is not distinct from ${tripUuid}::uuid
        returning s.id
      )${noted}
      select id from done`),
  );
}

/** Lines about those shipments that the common table expression `met` has returned. */
export function insertNotes(
  tenantUuid: string,
  writes: readonly { readonly row: { readonly id: ShipmentId }; readonly note: ShipmentNote }[],
  met: "done" | "added",
): SQL {
  const notes = JSON.stringify(writes.map(({ row, note }) => noteRecord(row.id, note)));
  return sql`
    insert into shipment_events
      (tenant_id, shipment_id, id, kind, status, reason, fields, actor, happened_at, recorded_at)
    select ${tenantUuid}::uuid, e.*
    from jsonb_to_recordset(${notes}::text::jsonb) as e (${sql.raw(NOTE_COLUMNS)})
    where e.shipment_id in (select id from ${sql.raw(met)})`;
}

function rowRecord(row: ShipmentRow) {
  return {
    id: uuidOf("shp", row.id),
    version: row.version,
    status: row.status,
    street: row.street,
    city: row.city,
    postcode: row.postcode,
    address_sealed: row.addressSealed,
    recipient_name_sealed: row.recipientNameSealed,
    recipient_phone_sealed: row.recipientPhoneSealed,
    recipient_email_sealed: row.recipientEmailSealed,
    instructions_sealed: row.instructionsSealed,
    lat: row.lat,
    lng: row.lng,
    window_starts_at: isoOrNull(row.windowStartsAt),
    window_ends_at: isoOrNull(row.windowEndsAt),
    weight_g: row.weightG,
    volume_ml: row.volumeMl,
    cash_due_minor: row.cashDueMinor,
    currency: row.currency,
    closed_at: isoOrNull(row.closedAt),
  };
}

function noteRecord(shipmentId: ShipmentId, { id, happenedAt, recordedAt, ...rest }: ShipmentNote) {
  return {
    shipment_id: uuidOf("shp", shipmentId),
    id: uuidOf("evt", id),
    ...rest,
    happened_at: new Date(happenedAt).toISOString(),
    recorded_at: new Date(recordedAt).toISOString(),
  };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
