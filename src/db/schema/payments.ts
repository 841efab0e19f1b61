import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
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
    /** Who took the cash; null for cards. */
    collectedBy: column.driverId(),
    providerRef: text(),
    /** The caller's own key: a repeated request finds the first payment. */
    idempotencyKey: text().notNull(),
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
    check("payments_method_check", column.oneOf(t.method, PaymentMethod.options)),
    check("payments_status_check", column.oneOf(t.status, PaymentStatus.options)),
    check("payments_amount_check", sql`${t.amountMinor} > 0`),
    check("payments_currency_check", sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);
