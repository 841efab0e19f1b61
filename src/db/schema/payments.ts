import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { PaymentMethod, PaymentStatus } from "../../protocol/payment.ts";
import * as column from "./columns.ts";
import { drivers } from "./drivers.ts";
import { shipments } from "./shipments.ts";

export const payments = pgTable(
  "payments",
  {
    tenantId: column.tenantId().notNull(),
    id: column.paymentId().notNull(),
    shipmentId: column.shipmentId().notNull(),
    method: text().$type<PaymentMethod>().notNull(),
    status: text().$type<PaymentStatus>().notNull().default("pending"),
    /** In the currency's smallest unit. */
    amountMinor: bigint({ mode: "number" }).notNull(),
    currency: text().notNull(),
    /** Whose trip it was taken on: who hands the cash in. */
    collectedBy: column.driverId(),
    takenBy: text().notNull(),
    /** By the device's clock. */
    takenAt: column.instant().notNull(),
    providerRef: text(),
    /** Under which the provider knows it: however often it is asked, there is one charge. */
    idempotencyKey: text().notNull(),
    /** What stands for the card at the provider; gone as soon as the provider has decided. */
    cardTokenSealed: text(),
    /** The provider's own word for why not. */
    declineCode: text(),
    /** When the provider was last asked, and how often; null where it never is. */
    askedAt: column.instant(),
    asks: integer().notNull().default(0),
    /** When the provider first said that it has the money: that it says so again changes nothing, whatever was decided since. */
    confirmedAt: column.instant(),
    resolvedAt: column.instant(),
    resolvedBy: text(),
    resolutionNoteSealed: text(),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.shipmentId], foreignColumns: [shipments.tenantId, shipments.id] }),
    foreignKey({ columns: [t.tenantId, t.collectedBy], foreignColumns: [drivers.tenantId, drivers.id] }),
    unique("payments_idempotency_key").on(t.tenantId, t.idempotencyKey),
    // A shipment's payments.
    index("payments_shipment_idx").on(t.tenantId, t.shipmentId),
    // What a driver has to hand in at the end of a shift.
    index("payments_collector_idx").on(t.tenantId, t.collectedBy, t.status),
    // Cash is counted once at a door, whether a proof tells of it or the driver does.
    uniqueIndex("payments_cash_key")
      .on(t.tenantId, t.shipmentId)
      .where(sql`method = 'cash' and status in ('collected', 'settled')`),
    // Those that the provider has to be asked about again.
    index("payments_pending_idx")
      .on(t.tenantId, t.askedAt)
      .where(sql`status = 'pending'`),
    check("payments_method_check", column.oneOf(t.method, PaymentMethod.options)),
    check("payments_status_check", column.oneOf(t.status, PaymentStatus.options)),
    check("payments_amount_check", sql`${t.amountMinor} > 0`),
    check("payments_asks_check", sql`${t.asks} >= 0`),
    check("payments_currency_check", sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);
