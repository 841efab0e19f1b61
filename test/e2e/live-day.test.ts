import { expect, inject, test } from "vitest";
import { LiveDay } from "../../dev/day/live-day.ts";
import { seedDay } from "../../dev/day/seed-day.ts";
import { demoUuid } from "../../dev/demo-ids.ts";
import { DEMO_TENANTS, type DemoTenant } from "../../dev/demo-tenants.ts";
import { withClient } from "../../dev/migrate.ts";
import { seed } from "../../dev/seed.ts";
import { importSigningKeys } from "../../src/platform/signing-keys.ts";
import { ShipmentStatus } from "../../src/protocol/shipment.ts";

/** Like the demo's second, and nobody else's. */
const NUMBER = 9_001;
/** One driver's photos stand for all: each costs three requests and a check. */
const DRIVER = 1;
const SOON = { interval: 100 };

const EVENTS = "SELECT count(*)::int AS count FROM events WHERE tenant_id = $1";
const STATES = "SELECT DISTINCT status FROM shipments WHERE tenant_id = $1";
const PHOTOS = `
  SELECT u.status, p.completed_at IS NOT NULL AS complete, count(*)::int AS count
  FROM uploads u JOIN proofs p ON p.tenant_id = u.tenant_id AND p.id = u.proof_id
  WHERE u.tenant_id = $1 GROUP BY 1, 2 ORDER BY 1`;

function ownTenant(): DemoTenant {
  const [, second] = DEMO_TENANTS;
  if (!second) throw new Error("there is no second demo tenant");
  return { ...second, number: NUMBER, slug: "demo-day", phonePrefix: "+1202555014" };
}

test("the seeded day goes on: every state is there, deliveries get their photos, and a restart doubles nothing", async () => {
  const { ownerUrl, secrets } = inject("database");
  const tenant = ownTenant();
  const keys = await importSigningKeys(secrets.SIGNING_KEYS);
  if (!keys.ok) throw new Error(keys.error.problems.join());
  await withClient(ownerUrl, async (client) => {
    const query = (text: string, values?: unknown[]) => client.query(text, values);
    const rows = async (statement: string) => (await query(statement, [demoUuid(tenant, "tnt")])).rows;
    await seed(query, secrets, [tenant]);
    await seedDay(query, secrets, Date.now(), [tenant]);
    const start = async () => {
      const day = new LiveDay({ url: inject("baseUrl"), keys: keys.value, tenants: [tenant] });
      return { rounds: await day.beginRounds(), photos: await day.sendPhotos((driver) => driver === DRIVER) };
    };
    expect(await start()).toEqual({ rounds: 2, photos: 8 });
    await expect
      .poll(async () => new Set((await rows(STATES)).map(({ status }) => status)), SOON)
      .toEqual(new Set(ShipmentStatus.options));
    await expect
      .poll(async () => rows(PHOTOS), SOON)
      .toEqual([
        { status: "checked", complete: true, count: 8 },
        { status: "requested", complete: false, count: 32 },
      ]);
    const events = await rows(EVENTS);
    expect(await start()).toEqual({ rounds: 0, photos: 0 });
    expect(await rows(EVENTS)).toEqual(events);
  });
});
