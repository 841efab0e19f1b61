import { expect, inject, test } from "vitest";
import { readFixes } from "../../dev/chaos/read-postgres.ts";
import { Replay } from "../../dev/sim/model/replay.ts";
import { isGap } from "../../src/domain/track/gap.ts";
import { readGpx } from "../../src/domain/trackers/gpx.ts";
import { simulatedPhone } from "./support/simulated-phone.ts";
import { openShifts } from "./support/simulated-shift.ts";

const SECOND_MS = 1_000;
const EVERY_S = 5;
const GAP_S = 12 * 60;
/** Half an hour of the past. */
const PAST_MS = 30 * 60 * SECOND_MS;
const SPEED = 150;
/** Five seconds at ten metres a second. */
const STEP_DEG = 50 / 111_195;
/** Four kilometres to the side, and back again. */
const JUMP_DEG = 0.06;
const POINTS = 40;
const JUMP = 20;

/** A way northwards, recorded years ago: one point of it is elsewhere, and in its middle the recorder slept. */
function recording(): string {
  const points = Array.from({ length: POINTS }, (_, index) => {
    const seconds = index * EVERY_S + (index >= POINTS / 2 + 5 ? GAP_S : 0);
    const time = new Date(Date.UTC(2020, 4, 1, 9) + seconds * SECOND_MS).toISOString();
    const lon = 13.4 + (index === JUMP ? JUMP_DEG : 0);
    return `<trkpt lat="${(52.5 + index * STEP_DEG).toFixed(7)}" lon="${lon.toFixed(7)}"><time>${time}</time></trkpt>`;
  });
  return `<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${points.join("")}</trkseg></trk></gpx>`;
}

test("a recording keeps its pace: its gap stays a gap, and its jump never moves the dot", async () => {
  const startedAt = Date.now() - PAST_MS;
  const { all, tenantUuid } = await openShifts(1, startedAt);
  const [shift] = all;
  const read = readGpx(recording());
  if (!shift || !read.ok) throw new Error("no shift, or no recording");
  const replay = new Replay(read.value.drafts, startedAt);
  const troubles: unknown[] = [];
  const onTrouble = (cause: unknown) => troubles.push(cause);
  const { outing, phone } = await simulatedPhone(shift, replay, { kind: "app", speed: SPEED, onTrouble });
  await expect.poll(() => outing.isOutOfReach).toBe(false);
  const left = (): boolean => {
    outing.beat(Date.now());
    return replay.isHome;
  };
  await expect.poll(left, { interval: 50 }).toBe(true);
  await expect.poll(() => phone.comeHome() && phone.pending).toBe(0);
  await shift.desk.cancelTrip(shift.trip.id);
  const books = { ownerUrl: () => inject("database").ownerUrl, place: { tenantUuid } };
  const kept = async () => (await readFixes(books, [shift.trip.id])).get(shift.trip.id) ?? [];
  await expect.poll(async () => (await kept()).length, { timeout: 45_000 }).toBe(POINTS);
  const fixes = await kept();
  expect(fixes.map(({ at }) => at - startedAt)).toEqual(
    read.value.drafts.map(({ at }, _, [first]) => at - (first?.at ?? 0)),
  );
  const rejected = fixes.filter(({ verdict }) => verdict === "rejected");
  expect(rejected.map(({ seq, reason }) => [seq, reason])).toEqual([[JUMP + 1, "teleport"]]);
  const gaps = fixes.slice(1).filter((fix, index) => isGap(fixes[index] ?? fix, fix));
  expect(gaps.map(({ seq }) => seq)).toEqual([POINTS / 2 + 6]);
  expect(troubles).toEqual([]);
});
