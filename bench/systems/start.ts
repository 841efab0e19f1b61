import { startDoorstep } from "./doorstep.ts";
import { startPlainWs } from "./plain-ws.ts";
import { startSocketIo } from "./socket-io.ts";
import type { StartSystem, SystemName } from "./system.ts";

export const START: Record<SystemName, StartSystem> = {
  doorstep: async (place) => startDoorstep(place, null),
  "doorstep-all": async (place) => startDoorstep(place, 0),
  "socket-io": startSocketIo,
  "plain-ws": startPlainWs,
};
