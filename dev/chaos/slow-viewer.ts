import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import { CLOSE } from "../../src/protocol/live/close-codes.ts";
import { someDispatcher } from "./api.ts";
import { ackTimes } from "./ack-times.ts";
import { Dispatcher } from "./dispatcher.ts";
import { makeFleet } from "./fleet.ts";
import { NO_FAULTS } from "./hostile-wire.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { settle } from "./settle.ts";
import { addressOf } from "./socket-from.ts";
import { underWay } from "./traffic.ts";
import type { World } from "./world.ts";

const FIRST_ADDRESS = 40_000;
const MIB = 1024 * 1024;
/** The runtime's own ups and downs under this load are some 40 MiB. */
const GROWTH_MAX_MIB = 128;
/** For what a stalled wire holds to come through. */
const READ_TIMEOUT_MS = 60_000;
const MASK = [1, 2, 3, 4] as const;
const TEXT_FRAME = 0x81;
const CLOSE_FRAME = 0x88;

/** F12: maps whose wire takes nothing any more, beside one that reads. */
export async function slowViewers(
  world: World,
  { drivers, viewers, stallMs, seed }: { drivers: number; viewers: number; stallMs: number; seed: number },
): Promise<Outcome> {
  const fleet = await makeFleet(world, { drivers, seed, faults: NO_FAULTS });
  const dispatcher = new Dispatcher(world);
  const traffic = await underWay(fleet);
  const before = world.runtime.residentMib();
  const from = Date.now();
  const stalled = await Promise.all(
    Array.from({ length: viewers }, (_, index) => openStalled(world, addressOf(FIRST_ADDRESS + index))),
  );
  await wait(stallMs);
  const grown = world.runtime.residentMib() - before;
  const acks = ackTimes(fleet, traffic.began, from);
  await traffic.stop();
  const ends = await Promise.all(stalled.map(readToTheEnd));
  const { violations } = await settle(world, fleet, dispatcher);
  dispatcher.stop();
  const codes = ends.map(({ code }) => code);
  const most = Math.max(...ends.map(({ bytes }) => bytes));
  return outcomeOf(fleet, violations, {
    name: `F12 ${viewers} maps read nothing for ${stallMs / 1_000} s`,
    work: `${fleet.said} fixes of ${drivers} drivers`,
    result: `closed with ${[...new Set(codes)].join(", ")}, at most ${Math.round(most / 1024)} KiB sent to each; runtime ${grown >= 0 ? "+" : ""}${grown} MiB; drivers' ${acks.text}`,
    also: [
      ...dispatcher.troubles,
      ...(codes.every((code) => code === CLOSE.tooSlow) ? [] : [`closed with ${codes.join(", ")}`]),
      ...(grown <= GROWTH_MAX_MIB ? [] : [`the runtime grew by ${grown} MiB`]),
      ...acks.failures,
    ],
  });
}

/** A socket by hand: the class of that name would go on reading whatever we do. */
async function openStalled({ api, place }: World, address: string): Promise<Socket> {
  const { path, protocols } = await api.ticket(someDispatcher(), place.regionId);
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
    "sec-websocket-protocol": protocols.join(", "),
    "cf-connecting-ip": address,
  };
  const socket = await new Promise<Socket>((resolve, reject) => {
    const asked = request(api.url + path, { headers });
    asked.once("upgrade", (_, upgraded: Socket) => resolve(upgraded));
    asked.once("response", ({ statusCode }) => reject(new Error(`no socket: ${statusCode}`)));
    asked.once("error", reject);
    asked.end();
  });
  socket.pause();
  socket.write(textFrame(JSON.stringify({ type: "hello", version: PROTOCOL_VERSION, since: null })));
  return socket;
}

function textFrame(text: string): Uint8Array {
  const body = Buffer.from(text);
  const masked = body.map((byte, index) => byte ^ (MASK[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([TEXT_FRAME, 0x80 | body.length, ...MASK]), masked]);
}

/** All that had been sent, and the code in the frame that it ends with. */
async function readToTheEnd(socket: Socket): Promise<{ readonly bytes: number; readonly code: number }> {
  const parts: Uint8Array[] = [];
  let last = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    socket.on("data", (data: Buffer) => {
      parts.push(data);
      last = Buffer.concat([last, data]).subarray(-MIB);
      if (closeCode(last) !== 0) resolve();
    });
    socket.once("close", () => resolve());
    socket.once("error", () => resolve());
    setTimeout(resolve, READ_TIMEOUT_MS).unref();
    socket.resume();
  });
  socket.destroy();
  return { bytes: parts.reduce((sum, { length }) => sum + length, 0), code: closeCode(last) };
}

/** A close frame is the last thing on a socket: its two bytes, the code and a short reason. */
function closeCode(bytes: Buffer): number {
  const at = bytes.lastIndexOf(CLOSE_FRAME);
  const length = bytes[at + 1];
  if (at < 0 || length === undefined || at + 2 + length !== bytes.length || length < 2) return 0;
  return bytes.readUInt16BE(at + 2);
}
