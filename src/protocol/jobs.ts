import * as z from "zod";
import {
  ApiKeyId,
  DocumentId,
  DriverId,
  OptimisationId,
  OutboxId,
  PaymentId,
  ShipmentId,
  SosId,
  TenantId,
  TripId,
  UploadId,
  UserId,
} from "./ids.ts";
import { Millis } from "./live/fix.ts";
import { Sos } from "./sos.ts";
import { RouteTemplate } from "./messaging.ts";
import { LocationLook } from "./location-view.ts";
import { TripEvent } from "./live/trip-event.ts";

/** The queues by name; wrangler.toml gives each a dead-letter queue of the same name with DEAD_SUFFIX. */
export const QueueName = z.enum(["ledger", "documents", "notifications", "webhooks", "exports", "archive", "payments"]);
export type QueueName = z.infer<typeof QueueName>;

export const DEAD_SUFFIX = "-dead";

/** wrangler.toml's crons: every five minutes; each night, when the fewest people work. */
export const Cron = z.enum(["*/5 * * * *", "17 3 * * *"]);
export type Cron = z.infer<typeof Cron>;

/** Travels through each queue every five minutes, to measure how long a message takes. */
const Heartbeat = z.strictObject({ kind: z.literal("heartbeat"), queue: QueueName, sentAt: z.int() });

/** A sealed run of fixes on its way to Postgres. */
const LedgerChunk = z.strictObject({
  seq: z.int().min(1),
  startedAt: Millis,
  endedAt: Millis,
  fixes: z.string().meta({ description: "The chunk's bytes in base64url" }),
});

/** What one trip has to have written. The trip's object keeps it until the consumer confirms, so a lost message loses nothing. */
const Ledger = z.strictObject({
  kind: z.literal("ledger"),
  tenantId: TenantId,
  tripId: TripId,
  driverId: DriverId,
  events: z.array(TripEvent),
  chunks: z.array(LedgerChunk),
});
export type LedgerJob = z.infer<typeof Ledger>;

/** A queue message holds 128 KB, and a look is some 230 bytes of it. */
export const LOOKS_PER_MESSAGE = 400;

/** For drivers to read who looked at them. */
const LocationViews = z.strictObject({
  kind: z.literal("location-views"),
  tenantId: TenantId,
  looks: z.array(LocationLook).max(LOOKS_PER_MESSAGE),
});

/** A trip that ended a day ago. */
const Archive = z.strictObject({ kind: z.literal("archive-trip"), tenantId: TenantId, tripId: TripId });
export type ArchiveJob = z.infer<typeof Archive>;

/** A file that has arrived: look at it, and keep what is clean of it. */
const CheckUpload = z.strictObject({ kind: z.literal("check-upload"), tenantId: TenantId, uploadId: UploadId });
export type CheckUploadJob = z.infer<typeof CheckUpload>;

/** A write that was accepted while Postgres was down: its object has what it says. */
const DeferredWrite = z.strictObject({
  kind: z.literal("deferred-write"),
  tenantId: TenantId,
  principal: z.union([UserId, ApiKeyId]),
  outboxId: OutboxId,
});
export type DeferredWriteJob = z.infer<typeof DeferredWrite>;

/** A payment whose provider did not answer at the door. */
const ConfirmPayment = z.strictObject({
  kind: z.literal("confirm-payment"),
  tenantId: TenantId,
  paymentId: PaymentId,
});
export type ConfirmPaymentJob = z.infer<typeof ConfirmPayment>;

/** A call for help as it is now. Its desk keeps it until the consumer confirms. */
const SosChanged = z.strictObject({ kind: z.literal("sos"), tenantId: TenantId, call: Sos });
export type SosJob = z.infer<typeof SosChanged>;

/** A call for help was opened: tell the contacts that the driver and the tenant have named. Its desk asks until it is done. */
const SosContacts = z.strictObject({ kind: z.literal("sos-contacts"), tenantId: TenantId, sosId: SosId });
export type SosContactsJob = z.infer<typeof SosContacts>;

/** A message of 128 KB would hold thousands; a job that fails in the middle looks at all of its shipments again. */
export const NOTIFIED_PER_MESSAGE = 50;

/** Tell the recipients of these. The occasion is the same at every attempt, so that nobody is told twice. */
const Notify = z.strictObject({
  kind: z.literal("notify"),
  tenantId: TenantId,
  template: RouteTemplate,
  occasion: z.string(),
  shipmentIds: z.array(ShipmentId).max(NOTIFIED_PER_MESSAGE),
});
export type NotifyJob = z.infer<typeof Notify>;

/** Remind of these papers, which expire soon. Which step it is time for, the clock says when it is done. */
const RemindPapers = z.strictObject({
  kind: z.literal("remind-papers"),
  tenantId: TenantId,
  documentIds: z.array(DocumentId).max(NOTIFIED_PER_MESSAGE),
});
export type RemindPapersJob = z.infer<typeof RemindPapers>;

/** A better order was found for a trip whose plan it is to be: its object has both, and the question. */
const ApplyOptimisation = z.strictObject({
  kind: z.literal("apply-optimisation"),
  tenantId: TenantId,
  jobId: OptimisationId,
});
export type ApplyOptimisationJob = z.infer<typeof ApplyOptimisation>;

export const Job = z.discriminatedUnion("kind", [
  Heartbeat,
  Ledger,
  LocationViews,
  Archive,
  CheckUpload,
  DeferredWrite,
  ConfirmPayment,
  SosChanged,
  SosContacts,
  Notify,
  RemindPapers,
  ApplyOptimisation,
]);
export type Job = z.infer<typeof Job>;
