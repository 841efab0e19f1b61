import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Caller, Role } from "../../../src/domain/caller.ts";
import { type Grant, tableGrant } from "../../../src/domain/permission-table.ts";
import {
  grantFor,
  mayAccessLog,
  mayApiKey,
  mayAuditLog,
  mayDriver,
  mayInvitation,
  maySession,
  mayShipment,
  mayTrackingLink,
  mayUser,
} from "../../../src/domain/permissions.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { Action, KeyScope, Resource } from "../../../src/protocol/access.ts";
import { PersonRole, UserRole } from "../../../src/protocol/account.ts";
import { ApiKeyId, DriverId, LinkId, RegionId, ShipmentId, TenantId, UserId } from "../../../src/protocol/ids.ts";

const ROLES: readonly Role[] = [...PersonRole.options, "key", "link", "nobody"];

// Written from what each role is for, the other way round than the table: what may it do, and to which things?
const EXPECTED: Record<Role, Partial<Record<`${Action} ${"own" | "tenant"}`, string>>> = {
  admin: {
    "list tenant": `region user driver vehicle shipment trip tracking-link geofence payment proof document session invitation api-key
      audit-log access-log webhook queue location sos`,
    "read tenant": `tenant region user driver vehicle shipment trip tracking-link geofence payment proof document session invitation
      api-key audit-log access-log webhook queue location sos`,
    "create tenant":
      "region user driver vehicle shipment trip tracking-link geofence payment proof document invitation api-key webhook location",
    "update tenant":
      "tenant region user driver vehicle shipment trip tracking-link geofence payment document webhook queue location sos",
    "delete tenant": `region user driver vehicle shipment trip tracking-link geofence proof document session invitation api-key
      webhook`,
  },
  dispatcher: {
    "list own":
      "region driver shipment trip tracking-link geofence payment proof document session invitation location sos",
    "list tenant": "user vehicle",
    "read own":
      "region driver shipment trip tracking-link geofence payment proof document session invitation location sos",
    "read tenant": "tenant user vehicle",
    "create own": "driver shipment trip tracking-link geofence payment proof document invitation",
    "create tenant": "vehicle",
    "update own": "driver shipment trip tracking-link geofence document sos",
    "update tenant": "vehicle",
    "delete own": "tracking-link geofence session invitation",
  },
  store: {
    "list own": "shipment tracking-link payment proof session api-key webhook location",
    "list tenant": "region",
    "read own": "user shipment tracking-link payment proof session api-key webhook location",
    "read tenant": "tenant region",
    "create own": "shipment tracking-link api-key webhook",
    "update own": "shipment tracking-link webhook",
    "delete own": "tracking-link session api-key webhook",
  },
  driver: {
    "list own": "shipment trip geofence payment proof document session access-log sos",
    "read own": "region driver vehicle shipment trip geofence payment proof document session access-log location sos",
    "read tenant": "tenant",
    "create own": "trip payment proof document location sos",
    "update own": "driver shipment trip location sos",
    "delete own": "session",
  },
  key: {
    "list tenant": "region driver vehicle shipment trip tracking-link geofence proof webhook location",
    "read tenant": "region driver vehicle shipment trip tracking-link geofence proof webhook location",
    "create tenant": "shipment tracking-link webhook",
    "update tenant": "shipment tracking-link webhook",
    "delete tenant": "tracking-link webhook",
  },
  link: { "read own": "shipment tracking-link proof location" },
  nobody: {},
};

function expected(role: Role, resource: Resource, action: Action): Grant {
  const names = (grant: "own" | "tenant") => (EXPECTED[role][`${action} ${grant}`] ?? "").split(/\s+/);
  if (names("own").includes(resource)) return "own";
  return names("tenant").includes(resource) ? "tenant" : "none";
}

function id(prefix: string, number: number): string {
  return typeIdFromBytes(prefix, new Uint8Array(16).fill(number));
}

const tenantId = TenantId.parse(id("tnt", 1));
const otherTenant = TenantId.parse(id("tnt", 2));
const [north, south] = [RegionId.parse(id("reg", 1)), RegionId.parse(id("reg", 2))];
const [userId, otherUser] = [UserId.parse(id("usr", 1)), UserId.parse(id("usr", 2))];
const [driverId, otherDriver] = [DriverId.parse(id("drv", 1)), DriverId.parse(id("drv", 2))];
const keyId = ApiKeyId.parse(id("key", 1));
const session = { tenantId, sessionId: "ses_test" };

const admin: Caller = { kind: "user", ...session, userId, role: "admin" };
const dispatcher: Caller = { kind: "user", ...session, userId, role: "dispatcher" };
const northDispatcher: Caller = { ...dispatcher, regionIds: [north] };
const store: Caller = { kind: "user", ...session, userId, role: "store", storeCode: "mill" };
const driver: Caller = { kind: "driver", ...session, driverId };
const wholeKey: Caller = { kind: "key", tenantId, keyId, scopes: KeyScope.options };
const storeKey: Caller = { ...wholeKey, storeCode: "mill" };
const [linkId, otherLink] = [LinkId.parse(id("lnk", 1)), LinkId.parse(id("lnk", 2))];
const [shipmentId, otherShipment] = [ShipmentId.parse(id("shp", 1)), ShipmentId.parse(id("shp", 2))];
const link: Caller = { kind: "link", tenantId, linkId, shipmentId };
/** The mill's, in the north, with the driver. */
const shipment = { tenantId, shipmentId, regionId: north, storeCode: "mill", driverId };
const nobody: Caller = { kind: "nobody" };
const CALLERS = [admin, dispatcher, northDispatcher, store, driver, wholeKey, storeKey, link, nobody];

const anyCaller = fc.constantFrom(...CALLERS);
const anyAction = fc.constantFrom(...Action.options);
const anyResource = fc.constantFrom(...Resource.options);

/** Every question about one thing of `of`'s. */
function answers(caller: Caller, action: Action, of: TenantId): boolean[] {
  const common = { tenantId: of };
  return [
    mayUser(caller, action, { ...common, userId }),
    mayUser(caller, action, { ...common, userId: otherUser }),
    mayDriver(caller, action, { ...common, driverId, homeRegionId: north }),
    maySession(caller, action, { ...common, personId: userId }),
    maySession(caller, action, { ...common, personId: driverId }),
    ...PersonRole.options.map((role) => mayInvitation(caller, action, { ...common, role, homeRegionId: north })),
    mayApiKey(caller, action, { ...common, keyId, storeCode: "mill" }),
    mayApiKey(caller, action, common),
    mayAuditLog(caller, action, common),
    mayShipment(caller, action, { ...shipment, tenantId: of }),
    mayTrackingLink(caller, action, { ...shipment, tenantId: of, linkId }),
    mayAccessLog(caller, action, { ...common, driverId }),
  ];
}

describe("the table", () => {
  const cells = ROLES.flatMap((role) =>
    Resource.options.flatMap((resource) => Action.options.map((action) => ({ role, resource, action }))),
  );

  test("gives every cell what the role is for", () => {
    const read = (of: typeof tableGrant) =>
      cells.map((c) => `${c.role} ${c.action} ${c.resource}: ${of(c.role, c.resource, c.action)}`);
    expect(cells).toHaveLength(7 * 21 * 5);
    expect(read(tableGrant)).toEqual(read(expected));
  });

  test("names no resource twice or wrongly in its expectation", () => {
    const named = Object.values(EXPECTED).flatMap((lines) => Object.values(lines).flatMap((line) => line.split(/\s+/)));
    expect(named.filter((name) => !Resource.safeParse(name).success)).toEqual([]);
    const granted = cells.filter((c) => tableGrant(c.role, c.resource, c.action) !== "none");
    expect(named).toHaveLength(granted.length);
  });
});

describe("whatever is asked", () => {
  test("another tenant's thing is nobody's", () => {
    fc.assert(
      fc.property(anyCaller, anyAction, (caller, action) => {
        expect(answers(caller, action, otherTenant)).not.toContain(true);
      }),
    );
  });

  test("nobody gets nothing, and a link reads at most", () => {
    fc.assert(
      fc.property(anyResource, anyAction, (resource, action) => {
        expect(grantFor(nobody, resource, action)).toBe("none");
        expect(grantFor(link, resource, action) === "none" || action === "read").toBe(true);
      }),
    );
    const changing = Action.options.filter((action) => action !== "read");
    expect(changing.flatMap((action) => answers(link, action, tenantId))).not.toContain(true);
    expect(answers(link, "read", tenantId).filter(Boolean)).toHaveLength(2);
  });

  test("a store sees nobody but itself", () => {
    for (const action of Action.options) {
      expect(mayUser(store, action, { tenantId, userId: otherUser })).toBe(false);
      expect(mayDriver(store, action, { tenantId, driverId, homeRegionId: north })).toBe(false);
      expect(mayDriver(storeKey, action, { tenantId, driverId, homeRegionId: north })).toBe(false);
      expect(mayInvitation(store, action, { tenantId, role: "store" })).toBe(false);
    }
    expect(mayUser(store, "read", { tenantId, userId })).toBe(true);
  });

  test("a key never does more than its scopes say, nor more than its store may", () => {
    const rank = { none: 0, own: 1, tenant: 2 };
    fc.assert(
      fc.property(fc.subarray(KeyScope.options), anyResource, anyAction, (scopes, resource, action) => {
        const key: Caller = { kind: "key", tenantId, keyId, scopes };
        const wanted = `${resource}:${["list", "read"].includes(action) ? "read" : "write"}`;
        const grant = grantFor(key, resource, action);
        expect(grant).toBe(scopes.some((scope) => scope === wanted) ? tableGrant("key", resource, action) : "none");
        const limited = grantFor({ ...key, storeCode: "mill" }, resource, action);
        expect(rank[limited]).toBeLessThanOrEqual(Math.min(rank[grant], rank[tableGrant("store", resource, action)]));
      }),
    );
  });

  test("every scope opens something, and everything a key may do has a scope", () => {
    const open = Resource.options.flatMap((resource) =>
      Action.options
        .filter((action) => tableGrant("key", resource, action) !== "none")
        .map((action) => `${resource}:${action === "list" || action === "read" ? "read" : "write"}`),
    );
    expect(new Set(open)).toEqual(new Set(KeyScope.options));
  });

  test("only an admin reads the audit log or touches another user", () => {
    for (const caller of CALLERS) {
      const isAdmin = caller === admin;
      expect(mayAuditLog(caller, "list", { tenantId })).toBe(isAdmin);
      expect(mayUser(caller, "update", { tenantId, userId: otherUser })).toBe(isAdmin);
      for (const role of UserRole.options) expect(mayInvitation(caller, "create", { tenantId, role })).toBe(isAdmin);
    }
  });
});

describe("own", () => {
  test("drivers are those at home in the dispatcher's regions", () => {
    const at = (homeRegionId: RegionId) => ({ tenantId, driverId, homeRegionId });
    expect(mayDriver(northDispatcher, "update", at(north))).toBe(true);
    expect(mayDriver(northDispatcher, "update", at(south))).toBe(false);
    expect(mayDriver({ ...dispatcher, regionIds: [] }, "read", at(north))).toBe(false);
    expect(mayDriver(dispatcher, "update", at(south))).toBe(true);
    expect(mayDriver(dispatcher, "delete", at(north))).toBe(false);
  });

  test("a driver is its own, whatever the region, and no colleague's", () => {
    expect(mayDriver(driver, "update", { tenantId, driverId, homeRegionId: south })).toBe(true);
    expect(mayDriver(driver, "read", { tenantId, driverId: otherDriver, homeRegionId: north })).toBe(false);
    expect(mayDriver(driver, "create", { tenantId, homeRegionId: north })).toBe(false);
  });

  test("sessions are the person's; an admin may end, not make, another's", () => {
    expect(maySession(driver, "delete", { tenantId, personId: driverId })).toBe(true);
    expect(maySession(driver, "delete", { tenantId, personId: userId })).toBe(false);
    expect(maySession(dispatcher, "list", { tenantId, personId: userId })).toBe(true);
    expect(maySession(dispatcher, "list", { tenantId, personId: otherUser })).toBe(false);
    expect(maySession(admin, "delete", { tenantId, personId: driverId })).toBe(true);
    expect(maySession(admin, "create", { tenantId, personId: driverId })).toBe(false);
  });

  test("invitations of a dispatcher are drivers into its regions", () => {
    expect(mayInvitation(northDispatcher, "create", { tenantId, role: "driver", homeRegionId: north })).toBe(true);
    expect(mayInvitation(northDispatcher, "create", { tenantId, role: "driver", homeRegionId: south })).toBe(false);
    expect(mayInvitation(northDispatcher, "create", { tenantId, role: "driver" })).toBe(false);
    expect(mayInvitation(dispatcher, "create", { tenantId, role: "dispatcher", homeRegionId: north })).toBe(false);
    expect(mayInvitation(driver, "create", { tenantId, role: "driver", homeRegionId: north })).toBe(false);
  });

  test("keys of a store are those limited to it", () => {
    expect(mayApiKey(store, "create", { tenantId, storeCode: "mill" })).toBe(true);
    expect(mayApiKey(store, "create", { tenantId, storeCode: "quay" })).toBe(false);
    expect(mayApiKey(store, "delete", { tenantId })).toBe(false);
    expect(mayApiKey(storeKey, "create", { tenantId, storeCode: "mill" })).toBe(false);
    expect(mayApiKey(dispatcher, "list", { tenantId })).toBe(false);
  });

  test("shipments are the store's by code, the dispatcher's by region, the driver's by trip, the link's by itself", () => {
    const { storeCode: _, ...rest } = shipment;
    const cases: [caller: Caller, mine: typeof shipment, other: Parameters<typeof mayShipment>[2]][] = [
      [store, shipment, { ...shipment, storeCode: "quay" }],
      [store, shipment, { ...rest, storeCode: null }],
      [storeKey, shipment, { ...shipment, storeCode: "quay" }],
      [northDispatcher, shipment, { ...shipment, regionId: south }],
      [driver, shipment, { ...shipment, driverId: otherDriver }],
      [driver, shipment, { ...shipment, driverId: null }],
      [link, shipment, { ...shipment, shipmentId: otherShipment }],
    ];
    for (const [caller, mine, other] of cases)
      expect([mayShipment(caller, "read", mine), mayShipment(caller, "read", other)]).toEqual([true, false]);
    expect(mayShipment(admin, "update", { ...rest, storeCode: null })).toBe(true);
    expect(mayShipment(link, "update", shipment)).toBe(false);
  });

  test("tracking links are whose their shipment is, and a link reads itself", () => {
    for (const caller of [admin, dispatcher, northDispatcher, store, wholeKey, storeKey])
      expect(mayTrackingLink(caller, "create", shipment)).toBe(true);
    for (const caller of [driver, link, nobody]) expect(mayTrackingLink(caller, "create", shipment)).toBe(false);
    expect(mayTrackingLink(storeKey, "delete", { ...shipment, storeCode: "quay" })).toBe(false);
    expect(mayTrackingLink(northDispatcher, "delete", { ...shipment, regionId: south })).toBe(false);
    expect(mayTrackingLink(link, "read", { ...shipment, linkId })).toBe(true);
    expect(mayTrackingLink(link, "read", { ...shipment, linkId: otherLink })).toBe(false);
  });

  test("the log of who looked is its driver's and the admin's", () => {
    for (const caller of CALLERS) {
      const reads = caller === admin || caller === driver;
      expect(mayAccessLog(caller, "list", { tenantId, driverId })).toBe(reads);
    }
    expect(mayAccessLog(driver, "list", { tenantId, driverId: otherDriver })).toBe(false);
  });
});
