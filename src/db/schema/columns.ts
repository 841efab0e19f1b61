import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { customType, doublePrecision, integer, point, bigint } from "drizzle-orm/pg-core";
import { typeIdFromUuid, uuidFromTypeId } from "../../domain/typeid.ts";
import * as ids from "../../protocol/ids.ts";

/** Branded on our side, a plain uuid in Postgres: the only place where one becomes the other. */
function idColumn<Id extends string>(prefix: string, schema: { parse: (text: string) => Id }) {
  return customType<{ data: Id; driverData: string }>({
    dataType: () => "uuid",
    toDriver: (id) => uuidOf(prefix, id),
    fromDriver: (uuid) => schema.parse(idOf(prefix, uuid)),
  });
}

/** For values that no column's own type carries, such as a function's argument. */
export function uuidOf(prefix: string, id: string): string {
  const uuid = uuidFromTypeId(prefix, id);
  if (!uuid.ok) throw new TypeError(`Not a ${prefix} id: ${uuid.error.tag}.`);
  return uuid.value;
}

export function idOf(prefix: string, uuid: string): string {
  const id = typeIdFromUuid(prefix, uuid);
  if (!id.ok) throw new TypeError("Postgres sent something else than a UUID.");
  return id.value;
}

export const tenantId = idColumn("tnt", ids.TenantId);
export const regionId = idColumn("reg", ids.RegionId);
export const userId = idColumn("usr", ids.UserId);
export const driverId = idColumn("drv", ids.DriverId);
export const vehicleId = idColumn("veh", ids.VehicleId);
export const shipmentId = idColumn("shp", ids.ShipmentId);
export const tripId = idColumn("trip", ids.TripId);
export const stopId = idColumn("stp", ids.StopId);
export const sosId = idColumn("sos", ids.SosId);
export const sosContactId = idColumn("sct", ids.SosContactId);
export const eventId = idColumn("evt", ids.EventId);
export const proofId = idColumn("prf", ids.ProofId);
export const linkId = idColumn("lnk", ids.LinkId);
export const geofenceId = idColumn("geo", ids.GeofenceId);
export const notificationId = idColumn("ntf", ids.NotificationId);
export const webhookId = idColumn("whk", ids.WebhookId);
export const paymentId = idColumn("pay", ids.PaymentId);
export const documentId = idColumn("doc", ids.DocumentId);
export const uploadId = idColumn("upl", ids.UploadId);
export const auditId = idColumn("aud", ids.AuditId);
export const apiKeyId = idColumn("key", ids.ApiKeyId);
export const trackerTokenId = idColumn("trk", ids.TrackerTokenId);
export const invitationId = idColumn("inv", ids.InvitationId);
export const securityEventId = idColumn("sev", ids.SecurityEventId);
export const locationViewId = idColumn("lvw", ids.LocationViewId);

/** A list of regions' ids. The driver hands an array over, raw text mode Postgres' own form: `{uuid,uuid}`. */
export const regionIds = customType<{ data: readonly ids.RegionId[]; driverData: string | readonly string[] }>({
  dataType: () => "uuid[]",
  toDriver: (list) => `{${list.map((id) => uuidOf("reg", id)).join(",")}}`,
  fromDriver: (value) => {
    const uuids = typeof value === "string" ? (value.match(/[^{},]+/g) ?? []) : value;
    return uuids.map((uuid) => ids.RegionId.parse(idOf("reg", uuid)));
  },
});

/** Milliseconds since 1970 on our side, as everywhere in the code; a readable timestamptz in Postgres. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => "timestamptz(3)",
  toDriver: (ms) => new Date(ms).toISOString(),
  fromDriver: (text) => Date.parse(text),
});

/** The HTTP driver hands bytes over as an array, raw text mode as hex. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array | string }>({
  dataType: () => "bytea",
  toDriver: (data) => `\\x${Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("")}`,
  fromDriver: (data) =>
    typeof data === "string"
      ? Uint8Array.from(data.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
      : Uint8Array.from(data),
});

/** Words in any language, lower-cased and not stemmed: order numbers and street names have no grammar. */
export const searchVector = customType<{ data: string }>({ dataType: () => "tsvector" });

export const createdAt = () =>
  instant()
    .notNull()
    .default(sql`now()`);
/** Kept by the trigger ops.touch_updated_at. */
export const updatedAt = () =>
  instant()
    .notNull()
    .default(sql`now()`);
/** For compare-and-set: a writer names the version that it read and adds one. */
export const version = () => integer().notNull().default(1);

/** Degrees, with the two derived forms that the indexes need. Cells are 0.01 degrees a side: 1.1 km north to south. */
export const latitude = () => doublePrecision();
export const longitude = () => doublePrecision();
export const pointColumn = () => point({ mode: "tuple" });
export const cellColumn = () => bigint({ mode: "number" });

export function pointOf(lat: AnyColumn, lng: AnyColumn): SQL {
  return sql`point(${lng}, ${lat})`;
}

/** Of cells, counted from the south pole. */
export function cellRow(lat: number): number {
  return Math.floor((lat + 90) * 100);
}

/** The cell of that row, as the column has it. */
export function cellNumber(row: number, lng: number): number {
  return row * 36_001 + Math.floor((lng + 180) * 100);
}

/** Rows of 36,001 cells from the south pole up; NULL where there is no position. */
export function cellOf(lat: AnyColumn, lng: AnyColumn): SQL {
  return sql`(floor((${lat} + 90) * 100)::bigint * 36001 + floor((${lng} + 180) * 100)::bigint)`;
}

/** Both or none, and on this planet. */
export function onEarth(lat: AnyColumn, lng: AnyColumn): SQL {
  return sql`(${lat} is null) = (${lng} is null) and ${lat} between -90 and 90 and ${lng} between -180 and 180`;
}

/** The same over a column that is a list itself. */
export function allOf(column: AnyColumn, values: readonly string[]): SQL {
  return sql`${column} <@ array[${sql.raw(values.map((value) => `'${value}'`).join(", "))}]`;
}

/** A CHECK over one of the protocol's lists; text rather than an enum type, because lists grow by a plain migration. */
export function oneOf(column: AnyColumn, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;
}
