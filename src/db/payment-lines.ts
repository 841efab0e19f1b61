import { and, eq, gte, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { CERTAIN, TAKEN } from "../domain/payment/payment-state.ts";
import type { Result } from "../domain/result.ts";
import type { DriverId, RegionId, ShipmentId } from "../protocol/ids.ts";
import type { PaymentStanding, PaymentStatus } from "../protocol/payment.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { payments } from "./schema/payments.ts";
import { shipments } from "./schema/shipments.ts";
import { trips } from "./schema/trips.ts";

/** Where a page ended. */
export interface LineMark {
  readonly differs: boolean;
  readonly shipmentId: ShipmentId;
}

export interface LinePage {
  readonly after?: LineMark | undefined;
  readonly standing?: PaymentStanding | undefined;
  readonly driverId?: DriverId | undefined;
  readonly storeCode?: string | undefined;
  /** Absent for all. */
  readonly regionIds?: readonly RegionId[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
}

/** Only what is in the currency that is due: anything else leaves the line short, and a person looks. */
const sumOf = (statuses: readonly PaymentStatus[]) =>
  sql<number>`coalesce(sum(${payments.amountMinor}) filter (where ${inArray(payments.status, [...statuses])}
    and ${payments.currency} = ${shipments.currency}), 0)`.mapWith(Number);

/** What was taken for each shipment: by an index, of all that the filter leaves, because those that differ come first. */
const TAKINGS = sql`lateral (select ${sumOf(TAKEN)} as taken, ${sumOf(CERTAIN)} as certain, count(*) as payments
  from ${payments} where ${payments.tenantId} = ${shipments.tenantId} and ${payments.shipmentId} = ${shipments.id}) takings`;

/** For what came back, or was called off, nothing is due. */
const DUE = sql<number>`(case when ${shipments.status} in ('returned', 'cancelled') then 0
  else ${shipments.cashDueMinor} end)`.mapWith(Number);
const COLLECTED = sql<number>`takings.taken`.mapWith(Number);
const CONFIRMED = sql<number>`takings.certain`.mapWith(Number);
const STANDING = sql<PaymentStanding>`case
  when takings.taken > ${DUE} then 'over'
  when takings.taken < ${DUE} and ${shipments.status} = 'delivered' then 'short'
  when takings.certain < takings.taken then 'unconfirmed'
  when takings.taken < ${DUE} then 'open'
  else 'settled' end`;
const DIFFERS = sql<boolean>`(${STANDING} in ('short', 'over', 'unconfirmed'))`;

function selectLines() {
  const { id: shipmentId, reference, status: shipmentStatus, currency, createdAt } = shipments;
  return statements
    .select({
      shipmentId,
      reference,
      shipmentStatus,
      currency,
      dueMinor: DUE,
      createdAt,
      driverId: trips.driverId,
      standing: STANDING,
      differs: DIFFERS,
      collectedMinor: COLLECTED,
      confirmedMinor: CONFIRMED,
      payments: sql<number>`takings.payments`.mapWith(Number),
    })
    .from(shipments)
    .leftJoin(trips, and(eq(trips.tenantId, shipments.tenantId), eq(trips.id, shipments.tripId)))
    .innerJoin(TAKINGS, sql`true`);
}

export type LineRow = Awaited<ReturnType<typeof selectLines>>[number];

/** Those that differ first, then newest first. */
export async function listLines(tenant: TenantQueries, page: LinePage): Promise<Result<LineRow[], DbError>> {
  const query = selectLines()
    .where(
      ownRows(
        shipments,
        tenant,
        isNotNull(shipments.cashDueMinor),
        page.regionIds && inArray(shipments.regionId, [...page.regionIds]),
        page.storeCode !== undefined && eq(shipments.storeCode, page.storeCode),
        page.driverId && eq(trips.driverId, page.driverId),
        page.from !== undefined && gte(shipments.createdAt, page.from),
        page.to !== undefined && lt(shipments.createdAt, page.to),
        page.standing && sql`${STANDING} = ${page.standing}`,
        page.after && isAfter(page.after),
      ),
    )
    .orderBy(sql`${DIFFERS} desc, ${shipments.id} desc`)
    .limit(page.limit);
  return tenant.run("payments.lines", query, { read: "primary" });
}

function isAfter({ differs, shipmentId }: LineMark): SQL {
  const id = sql`${sql.param(shipmentId, shipments.id)}::uuid`;
  return sql`(${DIFFERS}, ${shipments.id}) < (${differs}::boolean, ${id})`;
}
