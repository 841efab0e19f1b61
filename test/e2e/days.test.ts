import { uuidv7 } from "uuidv7";
import { expect, inject, test } from "vitest";
import { Api } from "../../dev/chaos/api.ts";
import { runDays } from "../../dev/days/run-days.ts";
import { withClient } from "../../dev/migrate.ts";
import { inTenant, wireId } from "../../dev/tenant-rows.ts";
import { importSigningKeys } from "../../src/platform/signing-keys.ts";
import { RegionId, TenantId } from "../../src/protocol/ids.ts";

const SHIPMENTS = 40;
const DRIVERS = 3;

test("a day of forty parcels, from the merchant's list to proof and money, leaves nothing that was not promised", async () => {
  const { ownerUrl, secrets } = inject("database");
  const [tenantUuid, regionUuid] = [uuidv7(), uuidv7()];
  const tenant = { uuid: tenantUuid, slug: `days-${tenantUuid}`, name: "Days" };
  await withClient(ownerUrl, (client) =>
    inTenant(
      (text, values) => client.query(text, values),
      secrets,
      tenant,
      async ({ query }) => {
        await query(
          `INSERT INTO regions (tenant_id, id, name, time_zone, polygon)
           VALUES ($1, $2, 'Days', 'UTC', '{"type":"Polygon","coordinates":[]}')`,
          [tenantUuid, regionUuid],
        );
      },
    ),
  );
  const keys = await importSigningKeys(secrets.SIGNING_KEYS);
  if (!keys.ok) throw new Error(keys.error.problems.join());
  const place = {
    tenant,
    tenantUuid,
    regionUuid,
    tenantId: TenantId.parse(wireId("tnt", tenantUuid)),
    regionId: RegionId.parse(wireId("reg", regionUuid)),
  };
  const api = new Api(inject("baseUrl"), keys.value, place);
  const world = { api, place, secrets, ownerUrl: () => ownerUrl, stateDir: inject("stateDir") };
  const { book, violations } = await runDays(world, {
    shipments: SHIPMENTS,
    drivers: DRIVERS,
    seed: 30,
    say: () => {},
  });
  expect(violations).toEqual([]);
  expect(book.endings.size).toBe(SHIPMENTS);
  const endings = [...book.endings.values()];
  expect(endings.filter((ending) => ending === "delivered").length).toBeGreaterThan(SHIPMENTS / 2);
  expect(endings).not.toContain("waiting");
  const { planned, calledOff, assigned, offered, auto } = book.counts;
  const counted = { planned, calledOff, assigned, offered, auto, payments: book.payments.size };
  expect(Object.entries(counted).filter(([, count]) => count === 0)).toEqual([]);
});
