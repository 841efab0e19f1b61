import { expect, test } from "vitest";
import { planDay } from "../../../dev/day/plan-day.ts";
import { seedDay } from "../../../dev/day/seed-day.ts";
import { DEMO_TENANTS } from "../../../dev/demo-tenants.ts";
import { nextShipmentStatus, type ShipmentEvent } from "../../../src/domain/shipment-state.ts";
import type { ShipmentStatus } from "../../../src/protocol/shipment.ts";
import { useSeededDatabases } from "./seeded-database.ts";

const NOW = Date.UTC(2026, 10, 21, 14);
const seeded = useSeededDatabases();

const EVENTS: Readonly<Record<ShipmentStatus, ShipmentEvent>> = {
  created: "unassign",
  assigned: "assign",
  picked_up: "pick_up",
  out_for_delivery: "depart",
  arriving: "approach",
  arrived: "arrive",
  delivered: "deliver",
  failed: "fail",
  returned: "return",
  cancelled: "cancel",
};

test("every story is one that the state machine tells, in the order of time and not in the future", () => {
  const told = new Set<ShipmentStatus>();
  for (const tenant of DEMO_TENANTS) {
    const { rounds, others } = planDay(tenant, NOW);
    for (const { story } of [...rounds.flatMap(({ shipments }) => shipments), ...others]) {
      const [first, ...steps] = story;
      let { status, at } = first;
      expect(status).toBe("created");
      told.add(status);
      for (const step of steps) {
        expect(nextShipmentStatus(status, EVENTS[step.status])).toEqual({ ok: true, value: step.status });
        expect(step.at).toBeGreaterThan(at);
        expect(step.at).toBeLessThanOrEqual(NOW);
        ({ status, at } = step);
        told.add(status);
      }
    }
  }
  expect(told.size).toBe(10);
});

/** What no two tables may say differently of one fact. */
const CONTRADICTIONS: Readonly<Record<string, string>> = {
  "the newest line of a history is not the status": `
    SELECT FROM shipments s WHERE status IS DISTINCT FROM (
      SELECT status FROM (
        SELECT happened_at, body ->> 'status' AS status FROM events e WHERE e.shipment_id = s.id
        UNION ALL SELECT happened_at, status FROM shipment_events n WHERE n.shipment_id = s.id
      ) past ORDER BY happened_at DESC LIMIT 1)`,
  "a trip's log has a gap": `
    SELECT FROM trips t WHERE event_seq <> (SELECT count(*) FROM events e WHERE e.trip_id = t.id)
       OR event_seq <> (SELECT coalesce(max(seq), 0) FROM events e WHERE e.trip_id = t.id)`,
  "a status stands for another event": `
    SELECT FROM shipments s JOIN events e ON e.trip_id = s.trip_id AND e.seq = s.event_seq WHERE e.shipment_id <> s.id`,
  "a door says otherwise than its parcel": `
    SELECT FROM stops p JOIN stop_shipments l ON l.stop_id = p.id JOIN shipments s ON s.id = l.shipment_id
    WHERE p.trip_id <> s.trip_id OR (p.status = 'done') <> (s.status = 'delivered')`,
  "something over is open, or the other way round": `
    SELECT FROM shipments WHERE (closed_at IS NULL) = (status IN ('delivered', 'returned', 'cancelled'))`,
  "a delivery without proof, or a proof without delivery": `
    SELECT FROM shipments s FULL JOIN proofs p ON p.shipment_id = s.id WHERE (p.id IS NULL) = (s.status = 'delivered')`,
  "a proof without a photo to come, or complete before it": `
    SELECT FROM proofs p LEFT JOIN uploads u ON u.proof_id = p.id AND u.kind = 'photo'
    WHERE u.status IS DISTINCT FROM 'requested' OR p.completed_at IS NOT NULL`,
  "a round that has begun, beside its object": `
    SELECT FROM trips t WHERE t.status NOT IN ('planned', 'completed')`,
  "a trip ends before something on it": `
    SELECT FROM trips t JOIN events e ON e.trip_id = t.id WHERE e.happened_at > t.finished_at`,
};

test("a day is seeded once, and no two of its facts contradict each other", async () => {
  const { query, secrets } = await seeded();
  await seedDay(query, secrets, NOW);
  const count = "SELECT status, count(*)::int AS count FROM shipments GROUP BY status ORDER BY status";
  const { rows } = await query(count);
  await seedDay(query, secrets, NOW + 1);
  expect((await query(count)).rows).toEqual(rows);
  expect(rows).toEqual([
    { status: "assigned", count: 18 },
    { status: "cancelled", count: 8 },
    { status: "created", count: 12 },
    { status: "delivered", count: 80 },
    { status: "failed", count: 20 },
    { status: "picked_up", count: 2 },
    { status: "returned", count: 10 },
  ]);
  expect((await query("SELECT DISTINCT driver_id FROM trips WHERE status = 'completed'")).rows).toHaveLength(10);
  for (const [fault, statement] of Object.entries(CONTRADICTIONS))
    expect([fault, (await query(statement)).rows.length]).toEqual([fault, 0]);
});
