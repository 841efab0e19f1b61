import { FRAME_MAX_BYTES } from "../../src/protocol/live/driver-up.ts";
import { CLOSE } from "../../src/protocol/live/close-codes.ts";
import { type Person, someDispatcher } from "./api.ts";
import { ackTimes } from "./ack-times.ts";
import { NOTHING, sendBigFrame } from "./big-frame.ts";
import { makeFleet } from "./fleet.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { settle } from "./settle.ts";
import { addressOf } from "./socket-from.ts";
import { underWay } from "./traffic.ts";
import type { World } from "./world.ts";

const MIB = 1024 * 1024;
/** Just above our own limit, far above it, and on both sides of the platform's, which is 32 MiB. */
const SIZES = [FRAME_MAX_BYTES + 1, MIB, 31 * MIB, 33 * MIB];
const PLATFORM_MAX_BYTES = 32 * MIB;
/** What the platform closes with when a message is too big for it. */
const TOO_BIG = 1009;
const FIRST_ADDRESS = 30_000;

/** F11: frames of every size that is too much, while others drive. */
export async function oversizedFrames(
  world: World,
  { drivers, each, seed }: { drivers: number; each: number; seed: number },
): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers, seed, faults: NO_FAULTS });
  const [victim] = (await makeFleet(world, { drivers: 1, seed, faults: NO_FAULTS })).drivers;
  if (!victim) throw new Error("nobody to attack as");
  const traffic = await underWay(fleet);
  const pids = world.runtime.workerPids();
  const from = Date.now();
  const wrong: string[] = [];
  let sent = 0;
  for (const size of SIZES) {
    for (const isMap of [false, true]) {
      for (let turn = 0; turn < each; turn++) {
        const who: Person = isMap ? someDispatcher() : { role: "driver", id: victim.trip.driverId };
        const place = isMap ? world.place.regionId : victim.trip.id;
        const answer = await sendOne(world, { who, place, size, address: addressOf(FIRST_ADDRESS + sent) });
        sent += 1;
        const wanted = expected(size, isMap);
        if (!wanted.includes(answer))
          wrong.push(`${size} bytes to a ${isMap ? "map" : "driver"}: ${answer}, not ${wanted.join(" or ")}`);
      }
    }
  }
  const acks = ackTimes(fleet, traffic.began, from);
  await traffic.stop();
  const { violations } = await settle(world, fleet);
  return outcomeOf(fleet, violations, {
    name: "F11 frames of 64 KiB + 1, 1, 31 and 33 MiB",
    work: `${sent} frames beside ${drivers} drivers`,
    result: `each refused as written; others' ${acks.text}`,
    also: [...wrong, ...(world.runtime.isSame(pids) ? [] : ["the runtime was replaced"]), ...acks.failures],
  });
}

/**
 * A driver is told, for its next frame may be a proof; a map has nothing to lose and is closed. What is too big for the
 * platform never reaches us: it closes the socket, or the local proxy before it just stops reading.
 */
function expected(size: number, isMap: boolean): string[] {
  if (size > PLATFORM_MAX_BYTES) return [`closed ${TOO_BIG}`, NOTHING];
  return isMap ? [`closed ${CLOSE.badMessage}`] : ["told"];
}

async function sendOne(
  { api }: Pick<World, "api">,
  {
    who,
    place,
    size,
    address,
  }: {
    readonly who: Person;
    readonly place: Parameters<World["api"]["ticket"]>[1];
    readonly size: number;
    readonly address: string;
  },
): Promise<string> {
  const { path, protocols } = await api.ticket(who, place);
  return sendBigFrame({ url: api.url.replace("http", "ws") + path, protocols: [...protocols], address, bytes: size });
}
