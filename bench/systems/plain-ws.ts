import type { WebSocket } from "ws";
import type { LocationUpdate } from "../../src/protocol/live/driver-up.ts";
import type { WireFix } from "../../src/protocol/live/fix.ts";
import { textOf } from "../load/lines.ts";
import { ShownPosition } from "../servers/shown-position.ts";
import { forEach } from "./pool.ts";
import { startServer } from "./server-process.ts";
import type { Place, Session } from "./system.ts";

export async function startPlainWs({ load, port }: Place): Promise<Session> {
  const server = await startServer("serve-plain-ws.ts", [String(port)]);
  const base = `ws://127.0.0.1:${port}/`;
  const drivers: WebSocket[] = [];
  return {
    pids: [server.pid],
    connect: async (lines, ears) => {
      await forEach(load.dispatchers, async (dispatcher) => {
        const line = await lines.open("dispatcher", `${base}?role=dispatcher`);
        line.on("message", (data) => {
          const { tripId, point } = ShownPosition.parse(JSON.parse(textOf(data)));
          ears.frame();
          ears.dispatcher(dispatcher, tripId, { at: point.at });
        });
      });
      await forEach(load.drivers, async (driver) => {
        drivers[driver] = await lines.open("driver", `${base}?role=driver&tripId=${driver}`);
        const line = await lines.open("customer", `${base}?role=customer&tripId=${driver}`);
        line.on("message", (data) => {
          const { point } = ShownPosition.parse(JSON.parse(textOf(data)));
          ears.customer(driver, { at: point.at });
        });
      });
    },
    send: (driver, fix) => drivers[driver]?.send(JSON.stringify(locationUpdate(driver, fix))),
    counted: async () => null,
    stop: server.stop,
  };
}

/** The same frame as Doorstep's. */
export function locationUpdate(driver: number, fix: WireFix): LocationUpdate {
  return { type: "driver:locationUpdate", epoch: `bench-${String(driver).padStart(8, "0")}`, fixes: [fix] };
}
