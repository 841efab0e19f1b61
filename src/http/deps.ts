import type { LocationHint } from "../domain/birthplace.ts";
import type { idempotencyObject, RegionPlace } from "../platform/object-stubs.ts";
import type { RowIds } from "../platform/new-row-id.ts";
import type { KeptAnswers } from "../platform/kept-answers.ts";
import type { FactMarks } from "../protocol/fact-kind.ts";
import type { Basemap } from "../platform/tiles/basemap.ts";
import type { RunTime } from "../platform/run-time.ts";
import type { HealthReport } from "../protocol/api/health.ts";
import type { Priority } from "../protocol/api/endpoint.ts";
import type { Version } from "../protocol/api/version.ts";
import type { OutboxMessage } from "../protocol/api/outbox.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { LimitName } from "../protocol/limits.ts";
import type { LimitVerdict } from "../platform/take-limit.ts";
import type { DeferredDeps } from "../services/deferred-writes.ts";
import type { DemoDeps } from "../services/demo-window.ts";
import type { IdentityDeps } from "../services/identity-deps.ts";
import type { HistoryDeps } from "../services/history-deps.ts";
import type { LiveDeps } from "../services/live-deps.ts";
import type { LinkDeps } from "../services/link-deps.ts";
import type { PeopleDeps } from "../services/people-desk.ts";
import type { OptimiseDeps } from "../services/optimisation-jobs.ts";
import type { PaymentDeps, PaymentEventDeps } from "../services/payment-deps.ts";
import type { TrackerDeps } from "../services/trackers.ts";
import type { ProofDeps, UploadDeps } from "../services/upload-deps.ts";

/** What routes may use. Built in worker.ts for each request; the caller is filled in by the app. */
export type HttpDeps = IdentityDeps &
  PeopleDeps &
  LinkDeps &
  LiveDeps &
  HistoryDeps &
  TrackerDeps &
  DemoDeps &
  ProofDeps &
  OptimiseDeps &
  PaymentDeps &
  PaymentEventDeps &
  UploadDeps &
  DeferredDeps &
  RequestDeps;

interface RequestDeps {
  health: () => Promise<HealthReport>;
  version: Version;
  /** The built pages and their files. */
  assets: Fetcher;
  basemap: Pick<Basemap, "archive" | "tile">;
  /** Scheme and host that were asked for. */
  origin: string;
  /** Seconds until something of this priority should come again; undefined while there is room for it. */
  shed: (priority: Priority) => number | undefined;
  /** From now on this request asks no copy of the database: it may be behind. */
  readPrimary: () => void;
  /** Counts a request of this principal against a row of the table of limits. */
  takeLimit: (limit: LimitName, principal: string) => Promise<LimitVerdict>;
  /** Answers that this runtime may give again. */
  kept: KeptAnswers;
  /** How often a tenant's facts were changed. */
  marks: (tenantId: TenantId) => Promise<FactMarks>;
  /** Where it came under a key: the ids of what it makes, and whether an earlier try may have made that already. */
  attempt?: { ids: () => Promise<RowIds>; isAgain: boolean };
  /** Where a caller's answers are kept for requests that come again. */
  answers: (tenantId: TenantId, principal: string) => ReturnType<typeof idempotencyObject>;
  /** What the sandbox kept instead of sending; undefined where messages are really sent. */
  outbox: (() => Promise<OutboxMessage[]>) | undefined;
  /** Whose pages may open sockets: our own and those that may call the API. */
  socketOrigins: ReadonlySet<string>;
  /** Where a region sends viewers for whom it has no room. */
  replica: (place: RegionPlace, number: number, born: LocationHint | null) => Fetcher;
  /** How many are open now, in all regions of all tenants. */
  openSockets: () => Promise<number>;
  runTime: RunTime;
  /** The caller's network. */
  ipPrefix: string;
  /** The refresh token of a browser that asks from our own pages. */
  refreshCookie: string | undefined;
}

/** What worker.ts is told about a request. */
export interface RequestFacts {
  requestId: string;
  request: Request;
  later: (work: Promise<unknown>) => void;
}
