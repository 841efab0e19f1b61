import { MemoryOutbox } from "../../../../src/domain/live-client/memory-outbox.ts";
import type { FixDraft } from "../../../../src/domain/live-client/outbox.ts";
import type { Cadence, DriverDown } from "../../../../src/protocol/live/driver-down.ts";
import { DriverUp } from "../../../../src/protocol/live/driver-up.ts";
import { createDriverClient, type DriverState } from "../../../../src/web/shared/live/driver-client.ts";
import { ScriptedSource } from "../../../../src/web/shared/live/location-source.ts";
import { FakeApi } from "./fake-api.ts";
import { FakeClock, settled } from "./fake-clock.ts";
import { type FakeSocket, FakeSockets } from "./fake-sockets.ts";
import { ServerModel } from "./server-model.ts";
import { TRIP } from "./trip-fixture.ts";

export const EPOCH = "epoch-0001";
export const EACH_SECOND: Cadence = { intervalMs: 1_000, minDistanceM: 0, batch: 1 };

/** A driver's client with everything around it, and a server that answers as ours does. */
export async function started(outbox = new MemoryOutbox(EPOCH)) {
  const clock = new FakeClock();
  const sockets = new FakeSockets();
  const api = new FakeApi();
  api.giveTickets("/ws/driver");
  const server = new ServerModel();
  const location = new ScriptedSource();
  const refusals: DriverDown[] = [];
  const troubles: unknown[] = [];
  let state: DriverState | null = null;
  let hidden: (hidden: boolean) => void = () => {};
  const client = await createDriverClient(
    {
      baseUrl: "https://doorstep.example",
      http: api.http,
      renew: () => Promise.resolve(),
      outbox,
      location,
      clockwork: clock.parts(),
      openSocket: sockets.open,
      hints: {
        onWake: () => () => {},
        onHidden: (run) => {
          hidden = run;
          return () => {};
        },
      },
    },
    {
      onState: (next) => {
        state = next;
      },
      onMessage: (message) => {
        if (message.type === "error") refusals.push(message);
      },
      onLocationTrouble: (trouble) => troubles.push(trouble),
      onTrouble: (cause) => troubles.push(cause),
    },
  );
  client.start();
  await settled();
  /** What the server reads and answers, until both have nothing more to say. */
  const talk = async (socket: FakeSocket, cadence: Cadence | null = EACH_SECOND): Promise<DriverUp[]> => {
    const frames: DriverUp[] = [];
    for (await settled(); socket.sent.length > 0; await settled())
      for (const text of socket.sent.splice(0)) {
        if (text === "ping") continue;
        const frame = DriverUp.parse(JSON.parse(text));
        frames.push(frame);
        answer(socket, frame, cadence);
      }
    return frames;
  };
  const answer = (socket: FakeSocket, frame: DriverUp, cadence: Cadence | null): void => {
    server.take(frame, clock.now());
    const { fixes, actions } = server.ack(EPOCH);
    const known = { version: 1, now: clock.now(), epoch: EPOCH, fixes, actions };
    if (frame.type === "hello") socket.hear({ type: "hello", ...known, trip: TRIP, events: [], cadence });
    else if (frame.type === "clock") socket.hear({ type: "clock", t0: frame.t0, t1: clock.now() + 7_000 });
    else if (frame.type !== "auth") socket.hear(server.ack(EPOCH));
  };
  const open = async (cadence?: Cadence | null): Promise<DriverUp[]> => {
    sockets.last.ears.opened();
    return talk(sockets.last, cadence);
  };
  const hide = (isHidden: boolean): void => hidden(isHidden);
  const now = (): DriverState | null => state;
  return { clock, sockets, api, server, location, outbox, refusals, troubles, client, talk, open, hide, now };
}

export function fix(at: number, lat = 52.5): FixDraft {
  return { at, lat, lng: 13.4, accuracyM: 5, speedMps: null, headingDeg: null, flags: 0 };
}
