import type { ClientLog } from "../../../dev/chaos/client-log.ts";
import { Outing } from "../../../dev/sim/outing.ts";
import type { PhoneKind } from "../../../dev/sim/make-phone.ts";
import type { Course } from "../../../dev/sim/model/course.ts";
import { networkOf, signedIn } from "../../../dev/sim/phone-network.ts";
import { AppPhone } from "../../../dev/sim/phones/app-phone.ts";
import { osmAndApp } from "../../../dev/sim/phones/osmand.ts";
import { ownTracksApp } from "../../../dev/sim/phones/owntracks.ts";
import type { Phone } from "../../../dev/sim/phones/phone.ts";
import { type TrackerApp, TrackerPhone } from "../../../dev/sim/phones/tracker-phone.ts";
import { loggedOutbox } from "./logged-outbox.ts";
import type { Shift } from "./simulated-shift.ts";

export interface SimulatedPhone {
  readonly shift: Shift;
  readonly phone: Phone;
  readonly round: Course;
  readonly outing: Outing;
  /** What the app's stores were told and promised. */
  readonly logs: ClientLog[];
  /** The times that a tracker was thanked for. */
  readonly thanked: number[];
}

const SECOND_MS = 1_000;

/** A phone that drives the round and notes every position that left it. */
export async function simulatedPhone(
  shift: Shift,
  round: Course,
  { kind, speed, onTrouble }: { kind: PhoneKind; speed: number; onTrouble: (cause: unknown) => void },
): Promise<SimulatedPhone> {
  const { desk, trip } = shift;
  const logs: ClientLog[] = [];
  const thanked: number[] = [];
  const phone = kind === "app" ? appPhone(shift, round, logs, onTrouble) : await trackerPhone(shift, kind, thanked);
  await phone.start();
  const outing = new Outing({ trip, round, phone, desk, stopIds: [], speed, onTrouble }, Date.now());
  return { shift, phone, round, outing, logs, thanked };
}

function appPhone(
  { api, member, trip, figures }: Shift,
  { clock }: Course,
  logs: ClientLog[],
  onTrouble: (cause: unknown) => void,
): AppPhone {
  return new AppPhone({
    ...signedIn(api, member.driverId, trip.id),
    baseUrl: api.url,
    network: networkOf(`10.8.${member.number}.1`),
    clock,
    figures,
    onTrouble,
    tell: () => {},
    newOutbox: () => {
      const { outbox, log } = loggedOutbox(trip.id, `sim-${trip.id.slice(-10)}-${logs.length}`);
      logs.push(log);
      return outbox;
    },
  });
}

async function trackerPhone(
  { api, desk, member, figures }: Shift,
  kind: Exclude<PhoneKind, "app">,
  thanked: number[],
): Promise<TrackerPhone> {
  const secret = await desk.trackerSecret();
  if (!secret.ok) throw new Error(secret.error.code);
  const app = (kind === "osmand" ? osmAndApp : ownTracksApp)(api.url, secret.value);
  const network = networkOf(`10.8.${member.number}.1`);
  let asked = 0;
  const request: TrackerApp["request"] = (fix) => {
    // Whole seconds are all that these apps tell.
    asked = Math.floor(fix.at / SECOND_MS) * SECOND_MS;
    return app.request(fix);
  };
  const send: typeof fetch = async (...of) => {
    const answer = await network.fetch(...of);
    if (answer.ok) thanked.push(asked);
    return answer;
  };
  return new TrackerPhone({ network: { ...network, fetch: send }, figures, tell: () => {}, app: { ...app, request } });
}
