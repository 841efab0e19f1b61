import { nextShipmentStatus, SHIPMENT_EVENTS, type ShipmentEvent } from "../../src/domain/shipment-state.ts";
import type { ShipmentStatus } from "../../src/protocol/shipment.ts";
import type { DayBook } from "./day-book.ts";

interface KeptUpload {
  readonly id: string;
  readonly proofId: string | null;
  readonly status: string;
  readonly objectKey: string | null;
  readonly thumbnailKey: string;
  readonly cleanSha256: string | null;
}

/** What is there when it is quiet: rows, and the bucket's own disk. */
export interface KeptDays {
  readonly shipments: ReadonlyMap<string, ShipmentStatus>;
  /** Oldest first, of all its trips and of its own log. */
  readonly histories: ReadonlyMap<string, readonly ShipmentStatus[]>;
  readonly proofs: readonly { readonly id: string; readonly shipmentId: string; readonly isComplete: boolean }[];
  readonly uploads: readonly KeptUpload[];
  readonly payments: readonly {
    readonly id: string;
    readonly shipmentId: string;
    readonly status: string;
    readonly amountMinor: number;
  }[];
  /** By key, the SHA-256 of the bytes that lie there. */
  readonly objects: ReadonlyMap<string, string>;
  /** The occasions on which somebody was written to. */
  readonly notifications: readonly { readonly key: string; readonly status: string }[];
}

/** I4 proofs and bytes belong together; I5 a history is a path; I6 nobody is told, or charged, twice; I1 what was promised is so. */
interface DayViolation {
  readonly invariant: "I1" | "I2" | "I4" | "I5" | "I6";
  readonly detail: string;
}

export function checkDays(book: DayBook, kept: KeptDays): DayViolation[] {
  return [
    ...checkEndings(book, kept),
    ...checkProofs(book, kept),
    ...checkHistories(kept),
    ...checkCharges(book, kept),
    ...checkTold(book, kept),
  ];
}

function checkEndings({ endings }: DayBook, { shipments }: KeptDays): DayViolation[] {
  return [...endings].flatMap(([id, ending]) => {
    const status = shipments.get(id);
    return status === ending ? [] : [told("I1", `${id} is ${status ?? "nowhere"} and was said to be ${ending}`)];
  });
}

function checkProofs(book: DayBook, { proofs, uploads, objects }: KeptDays): DayViolation[] {
  const byProof = Map.groupBy(uploads, ({ proofId }) => proofId);
  const known = new Map(proofs.map((proof) => [proof.id, proof]));
  // A small picture may lie there a moment before its row says so.
  const keys = new Set(uploads.flatMap(({ objectKey, thumbnailKey }) => [objectKey, thumbnailKey]));
  return [
    ...[...book.proofs].flatMap(([id, { files, isComplete, shipmentId }]) => {
      const row = known.get(id);
      if (row?.shipmentId !== shipmentId) return [told("I1", `proof ${id} is lost`)];
      const its = byProof.get(id)?.length ?? 0;
      if (its !== files) return [told("I4", `proof ${id} has ${its} files of ${files}`)];
      return row.isComplete === isComplete ? [] : [told("I1", `proof ${id} is not as complete as it was said to be`)];
    }),
    ...proofs.filter(({ id }) => !isIn(book.proofs, id)).map(({ id }) => told("I2", `proof ${id} is nobody's`)),
    ...uploads.flatMap(({ id, status, objectKey, cleanSha256 }) => {
      if (status !== "checked" || objectKey === null) return [told("I4", `upload ${id} is ${status}`)];
      const digest = objects.get(objectKey);
      return digest === cleanSha256 ? [] : [told("I4", `upload ${id} has ${digest ? "other" : "no"} bytes`)];
    }),
    ...[...objects.keys()].filter((key) => !keys.has(key)).map((key) => told("I4", `${key} belongs to no row`)),
  ];
}

function checkHistories({ histories }: KeptDays): DayViolation[] {
  return [...histories].flatMap(([id, statuses]) => {
    const path: ShipmentStatus[] = ["created", ...statuses];
    const odd = path.findIndex((to, index) => index > 0 && !isReachable(path[index - 1] ?? "created", to));
    return odd < 0 ? [] : [told("I5", `${id} went from ${path[odd - 1]} to ${path[odd]}`)];
  });
}

/** What is written as one line, beside each event alone: loaded, fetched, at the door once more, and handed over there. */
const AS_ONE: readonly (readonly ShipmentEvent[])[] = [
  ...SHIPMENT_EVENTS.map((event) => [event]),
  ["assign", "pick_up", "depart"],
  ["pick_up", "depart"],
  ["retry", "arrive"],
  ["depart", "deliver"],
];

/** By no line at all a plan takes a parcel, lets it go, or hands it over to another driver's. */
const UNTOLD: Partial<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  created: ["assigned"],
  assigned: ["created"],
  out_for_delivery: ["assigned", "created"],
};

/** By one line. */
function isReachable(from: ShipmentStatus, to: ShipmentStatus): boolean {
  return [from, ...(UNTOLD[from] ?? [])].some((start) => AS_ONE.some((events) => after(start, events) === to));
}

function after(start: ShipmentStatus, events: readonly ShipmentEvent[]): ShipmentStatus | undefined {
  let status = start;
  for (const event of events) {
    const next = nextShipmentStatus(status, event);
    if (!next.ok) return undefined;
    status = next.value;
  }
  return status;
}

function checkCharges(book: DayBook, { payments }: KeptDays): DayViolation[] {
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const perShipment = Map.groupBy(payments, ({ shipmentId }) => shipmentId);
  return [
    ...[...book.payments].flatMap(([id, { method, amountMinor }]) => {
      const row = byId.get(id);
      const expected = method === "cash" ? "collected" : "confirmed";
      const isRight = row?.amountMinor === amountMinor && row.status === expected;
      return isRight ? [] : [told("I1", `payment ${id} is ${row?.status ?? "lost"} and not ${expected}`)];
    }),
    ...[...perShipment].flatMap(([id, all]) =>
      all.length > 1 ? [told("I6", `${id} was paid ${all.length} times`)] : [],
    ),
  ];
}

/** Once each, and each of them: an occasion is named by its trip, what was said, the hour, and whose parcel it is. */
function checkTold({ awaited }: DayBook, { notifications }: KeptDays): DayViolation[] {
  // Without the hour: whoever is told the same under another one was told twice all the same.
  const byKey = Map.groupBy(notifications, ({ key }) => key.split(":").toSpliced(3, 1).join(":"));
  const heard = new Set(
    notifications.flatMap(({ key, status }) => {
      const [, tripId, , , shipmentId] = key.split(":");
      return status === "sent" ? [`${tripId} ${shipmentId}`] : [];
    }),
  );
  return [
    ...[...byKey].flatMap(([key, all]) => (all.length > 1 ? [told("I6", `somebody was told twice: ${key}`)] : [])),
    ...[...awaited].flatMap(([tripId, shipmentIds]) =>
      shipmentIds
        .filter((id) => !heard.has(`${tripId} ${id}`))
        .map((id) => told("I6", `nobody was told that ${id} comes with ${tripId}`)),
    ),
  ];
}

function isIn(map: ReadonlyMap<string, unknown>, id: string): boolean {
  return map.has(id);
}

function told(invariant: DayViolation["invariant"], detail: string): DayViolation {
  return { invariant, detail };
}
