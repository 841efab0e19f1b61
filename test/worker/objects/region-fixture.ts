import { env } from "cloudflare:workers";
import { abortAllDurableObjects } from "cloudflare:test";
import type { LadderLimits } from "../../../src/domain/region/ladder.ts";
import { Replica, type Applied } from "../../../src/domain/region/replica.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import type { RegionObject } from "../../../src/objects/region/region-object.ts";
import { replicaToAsk, upgradeRequest, type PersonFacts } from "../../../src/platform/live-facts.ts";
import { regionReplica } from "../../../src/platform/object-stubs.ts";
import { DriverId, RegionId, TenantId, TripId, UserId } from "../../../src/protocol/ids.ts";
import { DispatchDown } from "../../../src/protocol/live/dispatch-down.ts";
import type { DispatchUp } from "../../../src/protocol/live/dispatch-up.ts";
import type { TripReport } from "../../../src/protocol/live/trip-report.ts";

export const MINUTE = 60_000;

function newId(prefix: string): string {
  return typeIdFromBytes(prefix, crypto.getRandomValues(new Uint8Array(16)));
}

/** Somebody who asks without a socket. */
export const LOOKER = { viewer: "usr_x", viewerRole: "dispatcher" as const };

export const newUser = (): UserId => UserId.parse(newId("usr"));
export const newTrip = (): TripId => TripId.parse(newId("trip"));

export interface Place {
  readonly tenantId: TenantId;
  readonly regionId: RegionId;
  readonly region: DurableObjectStub<RegionObject>;
}

/** A region of its own for each test: all tests share one storage. */
export function newPlace(): Place {
  const tenantId = TenantId.parse(newId("tnt"));
  const regionId = RegionId.parse(newId("reg"));
  return { tenantId, regionId, region: env.REGION.getByName(`${tenantId}:${regionId}`) };
}

export async function openPlace(ladder: LadderLimits | null = null): Promise<Place> {
  const place = newPlace();
  const { tenantId, regionId } = place;
  await place.region.open({ tenantId, regionId, name: "Old town", centroid: { lat: 52.5, lng: 13.4 }, ladder });
  return place;
}

/** Takes the memory of the region, and its sockets. A stub of a broken object stays broken: here is another one. */
export async function crash(place: Place): Promise<Place> {
  await abortAllDurableObjects();
  return { ...place, region: env.REGION.getByName(`${place.tenantId}:${place.regionId}`) };
}

/** A trip under way; `reportSeq` has to rise from one report to the next. */
export function reportOf(tripId: TripId, reportSeq: number, changed: Partial<TripReport> = {}): TripReport {
  const now = Date.now();
  return {
    tripId,
    driverId: DriverId.parse(tripId.replace("trip_", "drv_")),
    driverFirstName: "Noor",
    vehicleKind: "van",
    status: "active",
    reportSeq,
    point: { lat: 52.5 + reportSeq / 1e4, lng: 13.4, speedMps: 8, headingDeg: 90, accuracyM: 5, at: now },
    connected: true,
    heardAt: now,
    stopsDone: 0,
    stopsTotal: 3,
    nextStop: null,
    alerts: [],
    ...changed,
  };
}

export function factsOf({ tenantId, regionId }: Place, changed: Partial<PersonFacts> = {}): PersonFacts {
  const now = Date.now();
  return {
    kind: "person",
    tenantId,
    personId: newUser(),
    sessionId: crypto.randomUUID(),
    role: "dispatcher",
    storeCode: null,
    place: regionId,
    ticketId: crypto.randomUUID(),
    expiresAt: now + 30_000,
    authUntil: now + 10 * MINUTE,
    ...changed,
  };
}

/** A dispatcher's map: keeps a copy of the region as a browser does. */
export class MapClient {
  readonly replica = new Replica();
  readonly json: DispatchDown[] = [];
  readonly applied: Applied[] = [];
  frames = 0;
  closed: { code: number; reason: string } | null = null;
  readonly #socket: WebSocket;
  readonly #acks: boolean;
  #waiting: (() => void)[] = [];

  private constructor(socket: WebSocket, acks: boolean) {
    this.#socket = socket;
    this.#acks = acks;
    socket.addEventListener("message", ({ data }) => this.#read(data));
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
      this.#tell();
    });
    socket.addEventListener("error", () => {
      this.closed ??= { code: 1006, reason: "" };
      this.#tell();
    });
    // Otherwise binary frames come as blobs, which are read later than the texts behind them.
    socket.binaryType = "arraybuffer";
    socket.accept();
  }

  /** Goes where the region sends it, as the Worker does. */
  static async connect(place: Place, changed: Partial<PersonFacts> = {}, acks = true): Promise<MapClient> {
    const facts = factsOf(place, changed);
    const first = await place.region.fetch(upgradeRequest(facts));
    const replica = replicaToAsk(first);
    const answer = replica === null ? first : await regionReplica(env, place, replica).fetch(upgradeRequest(facts));
    if (!answer.webSocket) throw new Error(`refused with ${answer.status}`);
    return new MapClient(answer.webSocket, acks);
  }

  /** Connected, greeted and with a whole picture. */
  static async watch(place: Place, changed: Partial<PersonFacts> = {}, acks = true): Promise<MapClient> {
    const client = await MapClient.connect(place, changed, acks);
    client.send({ type: "hello", version: 1, since: null });
    await client.until(() => client.replica.since !== null);
    return client;
  }

  send(message: DispatchUp): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.#socket.send(data);
  }

  close(): void {
    this.#socket.close(1000, "done");
  }

  /** Waits for something to be true after some message; the test's own time limit ends a vain wait. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #read(data: string | ArrayBuffer): void {
    this.frames += 1;
    if (typeof data !== "string") this.#apply(this.replica.applyPositions(data, Date.now()));
    else {
      const message = DispatchDown.parse(JSON.parse(data));
      this.json.push(message);
      if (message.type !== "hello" && message.type !== "auth" && message.type !== "sos:open")
        this.#apply(this.replica.apply(message));
    }
    if (this.#acks) this.send({ type: "ack", frames: 1 });
    this.#tell();
  }

  #apply(applied: Applied): void {
    this.applied.push(applied);
    if (applied === "resync") this.send({ type: "resync" });
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
