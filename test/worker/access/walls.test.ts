import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { findApiKey, listApiKeys, revokeApiKey } from "../../../src/db/api-keys.ts";
import { listAuditEntries } from "../../../src/db/audit.ts";
import { type Db, openDb, statements, type TenantQueries } from "../../../src/db/client.ts";
import type { DbError } from "../../../src/db/db-error.ts";
import { findDocument, listDocuments, reviewDocument } from "../../../src/db/documents.ts";
import { findProofSubject, listProofs, takePinTry } from "../../../src/db/proofs.ts";
import { findUpload } from "../../../src/db/uploads.ts";
import { changeDriverRow, changeDriverStatus, findDriver, listDrivers } from "../../../src/db/drivers.ts";
import { findKnownRegions } from "../../../src/db/known-regions.ts";
import { listLocationViews, listSealedNames } from "../../../src/db/location-views.ts";
import { findShipment, findShipmentPlace, listShipments } from "../../../src/db/shipments.ts";
import { listTrackingLinks, revokeTrackingLink } from "../../../src/db/tracking-links.ts";
import { viewerOf } from "../../../src/domain/location-view.ts";
import { findInvitation, listInvitations, revokeInvitation } from "../../../src/db/invitations.ts";
import { uuidOf } from "../../../src/db/schema/columns.ts";
import { changeRegionRow, findRegionRow, listRegions } from "../../../src/db/regions.ts";
import { findTripCrew } from "../../../src/db/trip-crew.ts";
import { findTrip } from "../../../src/db/trips.ts";
import { listSecurityEvents } from "../../../src/db/security-events.ts";
import { changeUserAccess, findUser, listUsers } from "../../../src/db/users.ts";
import type { Result } from "../../../src/domain/result.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { uploadIdFor } from "../../../src/platform/upload-id.ts";
import type { ApiKeyId, DocumentId, InvitationId, LinkId, UploadId } from "../../../src/protocol/ids.ts";
import { connect } from "../db/tenant-scope.ts";
import { noteLocationViews } from "../../../src/services/location-views.ts";
import { depsFor, valueOf } from "../services/people-fixture.ts";
import { newLink } from "../services/shipment-fixture.ts";
import { newInvitation, newKey, newPlace, type Place } from "./place.ts";
import { newDocument } from "./proof-asks.ts";

declare module "vitest" {
  interface ProvidedContext {
    database: { ownerUrl: string };
  }
}

/** More than all tests together write. */
const EVERYTHING = 10_000;

let a: Place;
let b: Place;
let bKey: ApiKeyId;
let bInvitation: InvitationId;
let bLink: LinkId;
let bDocument: DocumentId;
let bUpload: UploadId;

beforeAll(async () => {
  [a, b] = [await newPlace(), await newPlace()];
  bKey = (await newKey(b, ["shipment:read"])).keyId;
  bInvitation = await newInvitation(b);
  bLink = (await newLink(b, b.shipmentId)).linkId;
  bDocument = await newDocument(b);
  bUpload = await uploadIdFor(bDocument, 0);
  await newInvitation(a);
  for (const { tenantId, drivers, admin } of [a, b]) {
    const look = { driverId: drivers[0], surface: "history", tripId: null, at: Date.now() } as const;
    valueOf(await noteLocationViews(depsFor(admin), tenantId, [{ ...look, ...viewerOf(admin) }]));
  }
});

function scopeOf(db: Db, { tenantId }: Place): TenantQueries {
  return db.forTenant({ tenantId, actor: "test", requestId: "req-1" });
}

describe("with row-level security alone, as if a query named the wrong tenant", () => {
  test("no table shows or gives up a row of the other tenant's", async () => {
    const { db } = connect();
    const named = statements
      .select({ name: sql<string>`c.relname` })
      .from(sql`pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'`)
      .where(sql`c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace`);
    const tables = valueOf(await db.system.run("test.tables", named)).map(({ name }) => name);
    const rowsOfB = async (scope: TenantQueries, table: string) => {
      const count = sql<number>`count(*)::int`;
      const theirs = sql`tenant_id = ${uuidOf("tnt", b.tenantId)}::uuid`;
      const rows = statements
        .select({ count })
        .from(sql`${sql.identifier(table)}`)
        .where(theirs);
      return valueOf(await scope.run("test.count", rows))[0]?.count;
    };
    const seen = await Promise.all(tables.map(async (table) => [table, await rowsOfB(scopeOf(db, a), table)]));
    expect(seen).toEqual(tables.map((table) => [table, 0]));
    for (const table of [
      "users",
      "drivers",
      "api_keys",
      "invitations",
      "shipments",
      "trips",
      "stops",
      "audit_entries",
      "security_events",
    ])
      expect(await rowsOfB(scopeOf(db, b), table)).toBeGreaterThan(0);
  });
});

const EVENT = { kind: "sign-in", actor: null, ipPrefix: null, requestId: "req-1", detail: {} } as const;
const event = () => ({ ...EVENT, id: newRowId.securityEvent() });
const page = { limit: EVERYTHING };

type Rows = Promise<Result<{ tenantId: string }[], DbError>>;
const LISTS: [name: string, list: (scope: TenantQueries) => Rows][] = [
  ["users", (scope) => listUsers(scope, page)],
  ["regions", (scope) => listRegions(scope, page)],
  ["drivers", (scope) => listDrivers(scope, page)],
  ["invitations", (scope) => listInvitations(scope, { ...page, driversOnly: false })],
  ["API keys", (scope) => listApiKeys(scope, page)],
  ["audit entries", (scope) => listAuditEntries(scope, page)],
  ["shipments", (scope) => listShipments(scope, page)],
  ["security events", (scope) => listSecurityEvents(scope, page)],
];

const NOT_FOUND = { ok: false, error: { tag: "not-found" } };
const NOTHING = { ok: true, value: undefined };
const NO_ROWS = { ok: true, value: [] };
const REVIEW = { status: "approved", reviewedBy: newRowId.user(), now: 1 } as const;
const BY_ID: [name: string, reach: (scope: TenantQueries) => Promise<unknown>, answer: object][] = [
  ["read a user", (scope) => findUser(scope, b.store.userId), NOTHING],
  ["read a driver", (scope) => findDriver(scope, b.drivers[0]), NOTHING],
  ["read an invitation", (scope) => findInvitation(scope, bInvitation), NOTHING],
  ["read an API key", (scope) => findApiKey(scope, bKey), NOTHING],
  ["read a shipment", (scope) => findShipment(scope, b.shipmentId), NOTHING],
  ["read a trip", (scope) => findTrip(scope, b.trip.tripId), NOTHING],
  ["read who drives", (scope) => findTripCrew(scope, b.drivers[0]), NOTHING],
  ["list a shipment's links", (scope) => listTrackingLinks(scope, { ...page, shipmentId: b.shipmentId }), NO_ROWS],
  ["list who looked at a driver", (scope) => listLocationViews(scope, { ...page, driverId: b.drivers[0] }), NO_ROWS],
  ["place a shipment", (scope) => findShipmentPlace(scope, b.shipmentId), NOTHING],
  ["know a region", (scope) => findKnownRegions(scope, [b.north]), { ok: true, value: new Set() }],
  ["read a region", (scope) => findRegionRow(scope, b.north), NOTHING],
  ["rename a region", (scope) => changeRegionRow(scope, { id: b.north, version: 1 }, { name: "Theirs" }), NOTHING],
  [
    "rename a driver",
    (scope) =>
      changeDriverRow(
        scope,
        { id: b.drivers[2], version: 1 },
        { homeRegionId: a.south },
        { events: [], contacts: null },
      ),
    NOTHING,
  ],
  ["read a name", (scope) => listSealedNames(scope, [b.admin.userId]), NO_ROWS],
  ["revoke a link", (scope) => revokeTrackingLink(scope, { linkId: bLink, shipmentId: b.shipmentId }), NOT_FOUND],
  ["prove a shipment", (scope) => findProofSubject(scope, b.shipmentId), NOTHING],
  ["list a shipment's proofs", (scope) => listProofs(scope, b.shipmentId), NO_ROWS],
  ["try a PIN", (scope) => takePinTry(scope, b.shipmentId), NOTHING],
  ["read a document", (scope) => findDocument(scope, bDocument), NOTHING],
  ["list a driver's documents", (scope) => listDocuments(scope, b.drivers[0]), NO_ROWS],
  ["approve a document", (scope) => reviewDocument(scope, bDocument, REVIEW), { ok: true, value: false }],
  ["read an upload", (scope) => findUpload(scope, bUpload), NOTHING],
  ["suspend a user", (scope) => changeUserAccess(scope, b.clerk.userId, { status: "disabled" }, event()), NOT_FOUND],
  ["suspend a driver", (scope) => changeDriverStatus(scope, b.drivers[2], "suspended", event()), NOT_FOUND],
  ["revoke an invitation", (scope) => revokeInvitation(scope, bInvitation, event()), NOT_FOUND],
  ["revoke an API key", (scope) => revokeApiKey(scope, bKey, event()), NOT_FOUND],
];

describe("with the repositories alone, as if row-level security were off", () => {
  const { ownerUrl } = inject("database");
  // A superuser's connection, which no policy holds.
  const unwalled = openDb({ url: ownerUrl, readUrl: ownerUrl, proxy: env.NEON_PROXY }, () => {});

  test("the wall is really off", async () => {
    const all = statements.select({ tenant: sql<string>`distinct tenant_id` }).from(sql`users`);
    const seen = valueOf(await scopeOf(unwalled, a).run("test.users", all)).map(({ tenant }) => tenant);
    expect(seen).toEqual(expect.arrayContaining([a, b].map(({ tenantId }) => uuidOf("tnt", tenantId))));
  });

  test.each(LISTS)("a list of %s holds the tenant's own", async (_, list) => {
    const owners = valueOf(await list(scopeOf(unwalled, a))).map(({ tenantId }) => tenantId);
    expect(new Set(owners)).toEqual(new Set([a.tenantId]));
  });

  test.each(BY_ID)("nobody can %s of the other tenant's", async (_, reach, answer) => {
    expect(await reach(scopeOf(unwalled, a))).toEqual(answer);
  });
});
