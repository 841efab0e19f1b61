import { once } from "node:events";
import { ackTimes } from "./ack-times.ts";
import { type Api, type Person, someDispatcher } from "./api.ts";
import { mapAtOnce } from "./at-once.ts";
import { Dice } from "./dice.ts";
import { makeFleet } from "./fleet.ts";
import { hostileFrame } from "./hostile-frames.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { settle } from "./settle.ts";
import { addressOf, openRaw } from "./socket-from.ts";
import { underWay } from "./traffic.ts";
import { tryFrames } from "./try-frames.ts";
import type { World } from "./world.ts";

const ANSWER_TIMEOUT_MS = 30_000;
/** A socket is closed at its tenth bad frame; some of these are good ones. */
const FRAMES_PER_SOCKET = 14;
const LANES = 8;
/** Addresses from here on are the attackers'. */
const FIRST_ADDRESS = 20_000;
/** Nothing, or a code that says why; 1006 and 1011 are what a crash looks like. */
const CRASHED: ReadonlySet<number> = new Set([1006, 1011]);

/** F10: everything that a hand that tries could send, to both kinds of sockets, while drivers drive. */
export async function malformedFrames(
  world: World,
  { inProcess, overSockets, seed }: { inProcess: number; overSockets: number; seed: number },
): Promise<Outcome> {
  const tried = tryFrames(new Dice(seed), inProcess);
  const fleet = await makeFleet(world, { drivers: 8, seed, faults: NO_FAULTS });
  const victims = await makeFleet(world, { drivers: LANES, seed, faults: NO_FAULTS });
  const traffic = await underWay(fleet);
  const pids = world.runtime.workerPids();
  const from = Date.now();
  const sockets = Math.ceil(overSockets / FRAMES_PER_SOCKET);
  const codes = await mapAtOnce([...Array(sockets).keys()], LANES, async (index) => {
    const driver = victims.drivers[index % LANES];
    // By turns a driver's socket and a map's.
    const trip = index % 2 === 0 && driver ? driver.trip : null;
    return attack(world, trip, { dice: new Dice(seed + index), address: addressOf(FIRST_ADDRESS + index) });
  });
  const acks = ackTimes(fleet, traffic.began, from);
  await traffic.stop();
  const { violations } = await settle(world, fleet);
  const crashes = codes.filter((code) => code !== null && CRASHED.has(code)).length;
  const closed = codes.filter((code) => code !== null).length;
  return outcomeOf(fleet, violations, {
    name: "F10 malformed frames",
    work: `${inProcess} frames to four readers, ${sockets * FRAMES_PER_SOCKET} over ${sockets} sockets`,
    result: `${tried.accepted} readings accepted, ${tried.refused} refused; ${closed} sockets closed by the server; others: ${acks.text}`,
    also: [
      ...tried.wrong,
      ...(crashes === 0 ? [] : [`${crashes} sockets broke instead of being closed`]),
      ...(world.runtime.isSame(pids) ? [] : ["the runtime was replaced"]),
    ],
  });
}

/** The code it was closed with; null if it bore everything. */
async function attack(
  { api, place }: Pick<World, "api" | "place">,
  trip: {
    readonly id: Parameters<Api["ticket"]>[1];
    readonly driverId: Extract<Person, { role: "driver" }>["id"];
  } | null,
  { dice, address }: { readonly dice: Dice; readonly address: string },
): Promise<number | null> {
  const who: Person = trip ? { role: "driver", id: trip.driverId } : someDispatcher();
  const { path, protocols } = await api.ticket(who, trip ? trip.id : place.regionId);
  const socket = openRaw(api.url.replace("http", "ws") + path, protocols, address);
  let code: number | null = null;
  socket.addEventListener("close", (event) => (code = event.code));
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  await Promise.race([once(socket, "open", { signal }), once(socket, "close", { signal })]);
  for (let sent = 0; sent < FRAMES_PER_SOCKET && socket.readyState === WebSocket.OPEN; sent++)
    socket.send(hostileFrame(dice));
  if (socket.readyState === WebSocket.OPEN) {
    socket.send("ping");
    await Promise.race([pong(socket, signal), once(socket, "close", { signal })]);
  }
  const whole = code;
  socket.close();
  return whole;
}

async function pong(socket: WebSocket, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [event] = await once(socket, "message", { signal });
    if (event instanceof MessageEvent && event.data === "pong") return;
  }
}
