import { existsSync } from "node:fs";
import type { WebSocket } from "ws";
import { type Lines, type Audience, textOf } from "../load/lines.ts";
import { ShownPosition, type Visitor } from "../servers/shown-position.ts";
import { locationUpdate } from "./plain-ws.ts";
import { forEach } from "./pool.ts";
import { startProcess, startServer } from "./server-process.ts";
import type { Place, Session } from "./system.ts";

export const REDIS = "/usr/bin/redis-server";
export const HOW_TO_GET_REDIS = "sudo apt-get install -y redis-server";

// The words of Engine.IO 4 and Socket.IO 5 on a WebSocket, as far as a listener needs them.
const PING = "2";
const PONG = "3";
const CONNECT = "40";
const EVENT = "42";

/** Two processes, as soon as one is not enough, with Redis between them. Who talks to which is chance, as behind a balancer. */
export async function startSocketIo({ load, port, dir }: Place): Promise<Session> {
  if (!existsSync(REDIS)) throw new Error(`Socket.IO needs Redis: ${HOW_TO_GET_REDIS}`);
  const redisPort = port + 2;
  const redisArgs = [
    "--port",
    String(redisPort),
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    dir,
  ];
  const redis = await startProcess([REDIS, ...redisArgs], "Ready to accept connections");
  const first = await startServer("serve-socket-io.ts", [String(port), String(redisPort)]);
  const second = await startServer("serve-socket-io.ts", [String(port + 1), String(redisPort)]);
  const processes = [first, second, redis];
  const drivers: WebSocket[] = [];
  return {
    pids: processes.map(({ pid }) => pid),
    connect: async (lines, ears) => {
      await forEach(load.dispatchers, async (dispatcher) => {
        await join(lines, port + (dispatcher % 2), { role: "dispatcher" }, ({ tripId, point }) => {
          ears.frame();
          ears.dispatcher(dispatcher, tripId, { at: point.at });
        });
      });
      await forEach(load.drivers, async (driver) => {
        drivers[driver] = await join(lines, port + (driver % 2), { role: "driver", tripId: driver }, () => undefined);
        // Half of the customers sit with their driver's process, half with the other.
        const other = Math.floor(driver / 2) % 2;
        await join(lines, port + other, { role: "customer", tripId: driver }, ({ point }) =>
          ears.customer(driver, { at: point.at }),
        );
      });
    },
    send: (driver, fix) => {
      const update = locationUpdate(driver, fix);
      drivers[driver]?.send(`${EVENT}${JSON.stringify([update.type, update])}`);
    },
    counted: async () => null,
    stop: async () => {
      for (const { stop } of processes) await stop();
    },
  };
}

/** Resolves when the server has let this visitor into its room. */
async function join(
  lines: Lines,
  port: number,
  visitor: Visitor,
  heard: (shown: ShownPosition) => void,
): Promise<WebSocket> {
  const audience: Audience = visitor.role;
  const line = await lines.open(audience, `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const { promise, resolve } = Promise.withResolvers<void>();
  line.on("message", (data) => {
    const text = textOf(data);
    if (text === PING) line.send(PONG);
    if (!text.startsWith(EVENT)) return;
    const [event, shown] = JSON.parse(text.slice(EVENT.length));
    if (event === "ready") resolve();
    else heard(ShownPosition.parse(shown));
  });
  line.send(`${CONNECT}${JSON.stringify(visitor)}`);
  await promise;
  return line;
}
