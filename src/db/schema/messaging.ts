import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { NotificationChannel, NotificationStatus, WebhookStatus } from "../../protocol/messaging.ts";
import * as column from "./columns.ts";
import { shipments } from "./shipments.ts";
import { tenants } from "./tenants.ts";

export const notifications = pgTable(
  "notifications",
  {
    tenantId: column.tenantId().notNull(),
    id: column.notificationId().notNull(),
    /** Null when it is not about a shipment, such as an invitation. */
    shipmentId: column.shipmentId(),
    channel: text().$type<NotificationChannel>().notNull(),
    template: text().notNull(),
    locale: text().notNull(),
    recipientSealed: text().notNull(),
    status: text().$type<NotificationStatus>().notNull().default("queued"),
    /** Names the occasion, such as "arriving:<shipment>": one message an occasion, whatever is delivered twice. */
    dedupeKey: text().notNull(),
    attempts: integer().notNull().default(0),
    /** Until then one consumer alone sends it. Says something while the status is "queued" only. */
    claimedUntil: column.instant(),
    providerRef: text(),
    errorCode: text(),
    sentAt: column.instant(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.shipmentId], foreignColumns: [shipments.tenantId, shipments.id] }),
    unique("notifications_dedupe_key").on(t.tenantId, t.dedupeKey),
    // What the recipient of a shipment was told.
    index("notifications_shipment_idx").on(t.tenantId, t.shipmentId, t.createdAt),
    // The provider's receipt names only its own reference.
    index("notifications_provider_idx").on(t.tenantId, t.providerRef),
    check("notifications_channel_check", column.oneOf(t.channel, NotificationChannel.options)),
    check("notifications_status_check", column.oneOf(t.status, NotificationStatus.options)),
    check("notifications_attempts_check", sql`${t.attempts} >= 0`),
  ],
);

export const webhooks = pgTable(
  "webhooks",
  {
    tenantId: column.tenantId().notNull(),
    id: column.webhookId().notNull(),
    /** Limits it to one store's shipments; null hears of all. */
    storeCode: text(),
    url: text().notNull(),
    secretSealed: text().notNull(),
    events: text().array().notNull(),
    status: text().$type<WebhookStatus>().notNull().default("active"),
    /** In a row; a success sets it back to 0. */
    failures: integer().notNull().default(0),
    lastDeliveredAt: column.instant(),
    version: column.version(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // Who hears of a store's event.
    index("webhooks_store_idx").on(t.tenantId, t.storeCode),
    check("webhooks_status_check", column.oneOf(t.status, WebhookStatus.options)),
    check("webhooks_url_check", sql`${t.url} ~ '^https://'`),
    check("webhooks_events_check", sql`cardinality(${t.events}) > 0`),
    check("webhooks_failures_check", sql`${t.failures} >= 0`),
  ],
);
