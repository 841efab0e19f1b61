import { env } from "cloudflare:workers";
import { type DbConfig, openDb } from "../../../src/db/client.ts";
import { UploadFiles } from "../../../src/platform/upload-files.ts";
import { imageThumbnails } from "../../../src/platform/thumbnails.ts";
import { TrackArchive } from "../../../src/platform/track-archive.ts";
import { jobQueues } from "../../../src/platform/job-queue.ts";
import type { LogEvent } from "../../../src/platform/log.ts";
import { createMetrics } from "../../../src/platform/metrics.ts";
import {
  accountObject,
  auditObject,
  deferredObject,
  optimiserObject,
  regionObject,
  sandboxOutbox,
  sosObject,
  tripObject,
} from "../../../src/platform/object-stubs.ts";
import { Remembered } from "../../../src/platform/remembered.ts";
import { openMasterKeys } from "../../../src/platform/sealed-text.ts";
import type { ApplyDeps } from "../../../src/services/apply-optimisation.ts";
import type { AuditDeps } from "../../../src/services/audit-chain.ts";
import type { DeferredJobDeps } from "../../../src/services/deferred-writes.ts";
import type { DeploymentDeps } from "../../../src/services/deployment.ts";
import type { Deps } from "../../../src/services/deps.ts";
import type { ReconcileDeps } from "../../../src/services/reconcile.ts";
import type { ArchiveDeps } from "../../../src/services/trip-archive.ts";
import { sandboxPayments } from "../../../src/platform/payments/sandbox-payments.ts";
import type { SettleDeps } from "../../../src/services/payment-deps.ts";
import type { SosJobDeps } from "../../../src/services/sos-list.ts";
import type { ProgressDeps } from "../../../src/services/tell-progress.ts";
import type { NotifyDeps } from "../../../src/services/deliver-notification.ts";
import { sandboxMessenger } from "../../../src/platform/messages/sandbox-messenger.ts";
import type { SosContactDeps } from "../../../src/services/tell-sos-contacts.ts";
import type { UploadDeps } from "../../../src/services/upload-deps.ts";

export const REACHABLE: DbConfig = { url: env.DATABASE_URL, readUrl: env.DATABASE_URL_READ, proxy: env.NEON_PROXY };
/** A port where nothing listens. */
export const UNREACHABLE: DbConfig = { ...REACHABLE, proxy: "http://127.0.0.1:9" };

/** What a batch or a cron gets, with its log kept for looking at. */
export function jobDeps(
  database: DbConfig,
): Deps &
  AuditDeps &
  DeploymentDeps &
  ReconcileDeps &
  ArchiveDeps &
  UploadDeps &
  DeferredJobDeps &
  SettleDeps &
  SosJobDeps &
  NotifyDeps &
  ApplyDeps &
  ProgressDeps &
  SosContactDeps & { events: LogEvent[] } {
  const events: LogEvent[] = [];
  return {
    db: openDb(database, () => {}),
    queues: jobQueues(env),
    log: (event) => events.push(event),
    metrics: createMetrics(env.METRICS),
    now: () => Date.now(),
    requestId: crypto.randomUUID(),
    environment: "test",
    hmacKey: env.HMAC_KEY,
    publicOrigin: "https://doorstep.example",
    deferred: (tenantId, principal) => deferredObject(env, tenantId, principal),
    messenger: sandboxMessenger(sandboxOutbox(env), "test"),
    account: (tenantId, personId) => accountObject(env, tenantId, personId),
    auditChain: (tenantId) => auditObject(env, tenantId),
    trip: (tenantId, tripId, born) => tripObject(env, tenantId, tripId, born),
    region: (tenantId, regionId, born) => regionObject(env, tenantId, regionId, born),
    sos: (tenantId) => sosObject(env, tenantId),
    optimiser: (tenantId, jobId) => optimiserObject(env, tenantId, jobId),
    birthplaces: new Remembered(),
    roads: null,
    tracks: new TrackArchive(env.FILES),
    uploads: new UploadFiles(env.FILES),
    thumbnails: imageThumbnails(env.IMAGES),
    payments: sandboxPayments(sandboxOutbox(env), env.APP_ENV),
    masterKeys: async () => openMasterKeys([env.DATA_KEY]),
    events,
  };
}
