import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import type * as z from "zod";
import { decodeChunk } from "../../../../src/domain/track/chunk.ts";
import { typeIdFromBytes } from "../../../../src/domain/typeid.ts";
import { type LiveFacts, upgradeRequest } from "../../../../src/platform/live-facts.ts";
import { tripObject } from "../../../../src/platform/object-stubs.ts";
import { DriverId, LinkId, RegionId, ShipmentId, StopId, TenantId, TripId } from "../../../../src/protocol/ids.ts";
import { DriverDown } from "../../../../src/protocol/live/driver-down.ts";
import type { DriverUp } from "../../../../src/protocol/live/driver-up.ts";
import type { WireFix } from "../../../../src/protocol/live/fix.ts";
import { DEFAULT_TRIP_SETTINGS, type TripBrief } from "../../../../src/protocol/live/trip-brief.ts";

const MINUTE_MS = 60_000;
/** Along a street northwards, ten metres a second. */
const METRES_PER_DEGREE = 111_195;
export const DEPOT = { lat: 52.5, lng: 13.4 };

export function madeUpId(prefix: string): string {
  return typeIdFromBytes(prefix, crypto.getRandomValues(new Uint8Array(16)));
}

/** A trip that began ten minutes ago, with stops northwards: so far off that nothing happens, unless said otherwise. */
export function tripBrief({ stopCount = 2, everyM = 20_000 } = {}): TripBrief {
  const now = Date.now();
  return {
    tenantId: TenantId.parse(madeUpId("tnt")),
    tripId: TripId.parse(madeUpId("trip")),
    regionId: RegionId.parse(madeUpId("reg")),
    driverId: DriverId.parse(madeUpId("drv")),
    driverFirstName: "Ada",
    vehicleKind: "van",
    status: "active",
    startedAt: now - 10 * MINUTE_MS,
    finishedAt: null,
    sos: false,
    stops: Array.from({ length: stopCount }, (_, index) => ({
      stopId: StopId.parse(madeUpId("stp")),
      lat: DEPOT.lat + ((index + 1) * everyM) / METRES_PER_DEGREE,
      lng: DEPOT.lng,
      status: "pending" as const,
      serviceSeconds: 120,
      windowStartsAt: null,
      windowEndsAt: null,
      shipments: [
        {
          shipmentId: ShipmentId.parse(madeUpId("shp")),
          kind: "delivery" as const,
          action: "dropoff" as const,
          status: "out_for_delivery" as const,
        },
      ],
    })),
    settings: DEFAULT_TRIP_SETTINGS,
  };
}

export function stubOf({ tenantId, tripId }: TripBrief) {
  return tripObject(env, tenantId, tripId);
}

export async function openTrip(brief = tripBrief()) {
  const stub = stubOf(brief);
  await stub.open(brief);
  return { brief, stub };
}

/** What is on disk, in the order in which it was sealed, without the tail. */
export async function chunkSizes(stub: ReturnType<typeof stubOf>): Promise<number[]> {
  return runInDurableObject(stub, (_, { storage }) => {
    const rows = storage.sql.exec<{ fixes: ArrayBuffer }>("SELECT fixes FROM chunks ORDER BY seq").toArray();
    return rows.map(({ fixes }) => {
      const chunk = decodeChunk(new Uint8Array(fixes));
      if (!chunk.ok) throw new Error(chunk.error.tag);
      return chunk.value.length;
    });
  });
}

/** Fixes one second apart, the last of them now. */
export function drive(from: number, count: number, startM = 0, now = Date.now()): WireFix[] {
  return Array.from({ length: count }, (_, index): WireFix => {
    const lat = DEPOT.lat + (startM + 10 * (from + index - 1)) / METRES_PER_DEGREE;
    return [from + index, now - (count - 1 - index) * 1_000, lat, DEPOT.lng, 5, 10, 0, 0];
  });
}

/** A socket with everything that it has heard, in order. */
export class Ear<Message> {
  readonly heard: Message[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly #socket: WebSocket;
  #wake: (() => void) | null = null;

  constructor(socket: WebSocket, schema: z.ZodType<Message>) {
    this.#socket = socket;
    socket.accept();
    socket.addEventListener("message", ({ data }) => {
      this.heard.push(schema.parse(JSON.parse(String(data))));
      this.#wake?.();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
      this.#wake?.();
    });
  }

  say(message: unknown): void {
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  hangUp(): void {
    this.#socket.close(1000, "done");
  }

  /** The first thing heard, from `skip` on, that fits. */
  async wait<Found extends Message>(fits: (message: Message) => message is Found, skip = 0): Promise<Found> {
    for (;;) {
      const found = this.heard.slice(skip).find(fits);
      if (found) return found;
      if (this.closed) throw new Error(`closed ${this.closed.code} while waiting`);
      await this.#next();
    }
  }

  async waitForClose(): Promise<{ code: number; reason: string }> {
    while (!this.closed) await this.#next();
    return this.closed;
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

export async function connect<Message>(
  stub: ReturnType<typeof stubOf>,
  facts: LiveFacts,
  schema: z.ZodType<Message>,
): Promise<Ear<Message>> {
  const answer = await stub.fetch(upgradeRequest(facts));
  if (!answer.webSocket) throw new Error(`refused with ${answer.status}`);
  return new Ear(answer.webSocket, schema);
}

export function driverFacts({ tenantId, tripId, driverId }: TripBrief, over: Record<string, unknown> = {}): LiveFacts {
  const now = Date.now();
  return {
    kind: "person",
    tenantId,
    personId: driverId,
    sessionId: "ses_1",
    role: "driver",
    storeCode: null,
    place: tripId,
    ticketId: crypto.randomUUID(),
    expiresAt: now + 30_000,
    authUntil: now + 600_000,
    ...over,
  };
}

export function linkFacts({ tenantId }: TripBrief, shipmentId: ShipmentId): LiveFacts {
  const linkId = LinkId.parse(madeUpId("lnk"));
  return { kind: "link", tenantId, linkId, shipmentId, expiresAt: Date.now() + 60 * MINUTE_MS };
}

/** A driver's device that has said hello. */
export async function driverOf(brief: TripBrief, epoch = "epoch-0001", lastSeq = 0) {
  const ear = await connect(stubOf(brief), driverFacts(brief), DriverDown);
  const hello: DriverUp = { type: "hello", version: 1, epoch, lastSeq, clockOffsetMs: 0 };
  ear.say(hello);
  const welcome = await ear.wait(is("hello"));
  return { ear, welcome };
}

export function is<Type extends string>(type: Type) {
  return <Message extends { type: string }>(message: Message): message is Extract<Message, { type: Type }> =>
    message.type === type;
}
