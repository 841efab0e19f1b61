import * as z from "zod";
import { ProofId, ShipmentId, StopId, TripId, UploadId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { Latitude, Longitude } from "../live/trip-brief.ts";
import { PlainText } from "../plain-text.ts";
import { FileProofKind, IdCheck, ProofKind, ProofKinds, ProofSource } from "../proof.ts";
import { ImageType, RejectionCode, UploadStatus } from "../upload.ts";
import { endpoint } from "./endpoint.ts";
import { AnnouncedFile, Sha256, ThumbnailUrl, TicketText, UploadTicket } from "./uploads.ts";

/** A door from three sides, a parcel from two, and a signature. */
const FILES_MAX = 8;
const NOTE_MAX_CHARS = 500;
/** The longest code that a handheld scanner reads in one go. */
const BARCODE_MAX_CHARS = 128;
/** Worse is no place. */
const ACCURACY_MAX_M = 100_000;
/** Ten million of the currency's unit: more is a typing error. */
const CASH_MAX_MINOR = 1_000_000_000;

/** Long enough that five tries are no help, short enough to be said at a door. */
const Pin = z.string().regex(/^[0-9]{4,8}$/);

const Cash = z.strictObject({
  amountMinor: z.int().min(0).max(CASH_MAX_MINOR).meta({ description: "In the currency's smallest unit" }),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** What a shipment says about its own proof when it is handed in. */
export const ShipmentProof = z.strictObject({
  required: ProofKinds.optional().meta({ description: "Instead of what the tenant asks for" }),
  pin: Pin.optional().meta({ description: "Known to the recipient alone" }),
});

const ProofPlace = z.strictObject({
  lat: Latitude,
  lng: Longitude,
  accuracyM: z.number().min(0).max(ACCURACY_MAX_M).nullable(),
});

export const NewProof = z
  .strictObject({
    id: ProofId.meta({ description: "Made by the device: what is sent again is known by it" }),
    takenAt: Millis.meta({ description: "By the device's clock" }),
    sentAt: Millis.meta({ description: "By the same clock, now: tells how far it is off" }),
    place: ProofPlace.nullable().default(null),
    deviceHash: Sha256.nullable().default(null).meta({ description: "Of the device's own name" }),
    files: z
      .array(AnnouncedFile.extend({ kind: FileProofKind }))
      .max(FILES_MAX)
      .default([]),
    note: PlainText.min(1).max(NOTE_MAX_CHARS).nullable().default(null),
    barcode: PlainText.min(1).max(BARCODE_MAX_CHARS).nullable().default(null),
    pin: Pin.nullable().default(null),
    cash: Cash.nullable().default(null),
    idCheck: IdCheck.nullable().default(null),
  })
  .meta({ id: "NewProof" });
export type NewProof = z.infer<typeof NewProof>;

/** Raised when the record's shape changes: what was hashed under an older one stays as it was. */
export const RECORD_FORMAT = 1;

/** What is hashed: keys in order, no white space, SHA-256. */
export const ProofRecord = z
  .strictObject({
    format: z.literal(RECORD_FORMAT),
    proofId: ProofId,
    shipmentId: ShipmentId,
    tripId: TripId,
    stopId: StopId.nullable(),
    source: ProofSource,
    madeBy: z.string(),
    takenAt: z.int(),
    recordedAt: z.int(),
    skewMs: z.int().meta({ description: "How far the device's clock was behind, its way here included" }),
    place: ProofPlace.nullable(),
    distanceM: z.number().nullable().meta({ description: "From the door" }),
    deviceHash: z.string().nullable(),
    kinds: z.array(ProofKind),
    missing: z.array(ProofKind).meta({ description: "Required, and not there" }),
    note: z.string().nullable(),
    barcode: z.string().nullable(),
    pinMatched: z.boolean().nullable(),
    cash: Cash.nullable(),
    idCheck: IdCheck.nullable(),
    files: z.array(
      z.strictObject({
        uploadId: UploadId,
        kind: FileProofKind,
        contentType: ImageType,
        sizeBytes: z.int(),
        sha256: Sha256,
      }),
    ),
  })
  .meta({ id: "ProofRecord" });
export type ProofRecord = z.infer<typeof ProofRecord>;

export const AnnouncedProof = z
  .strictObject({
    proofId: ProofId,
    missing: z.array(ProofKind).meta({ description: "Required, and not there: send another proof that has it" }),
    completedAt: z
      .int()
      .nullable()
      .meta({ description: "Null until nothing is missing and every file has arrived; again, when one is refused" }),
    sha256: Sha256,
    uploads: z.array(UploadTicket),
  })
  .meta({ id: "AnnouncedProof" });
export type AnnouncedProof = z.infer<typeof AnnouncedProof>;

const ProofImage = z.strictObject({
  uploadId: UploadId,
  kind: FileProofKind,
  status: UploadStatus,
  rejectionCode: RejectionCode.nullable(),
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
  orientation: z.int().nullable(),
  cleanSha256: Sha256.nullable().meta({ description: "Of the image without its camera's notes" }),
  url: z.string().nullable().meta({ description: "Good for five minutes; null until the image was checked" }),
  thumbnailUrl: ThumbnailUrl,
});

export const Proof = z
  .strictObject({
    proofId: ProofId,
    takenAt: z.int(),
    kinds: z.array(ProofKind),
    completedAt: z.int().nullable(),
    record: ProofRecord.nullable().meta({ description: "Null for the holder of a tracking link" }),
    sha256: Sha256.nullable().meta({ description: "Of the record" }),
    images: z.array(ProofImage),
  })
  .meta({ id: "Proof" });
export type Proof = z.infer<typeof Proof>;

export const Proofs = z
  .strictObject({
    shipmentId: ShipmentId,
    items: z.array(Proof),
    printUrl: z.string().nullable().meta({ description: "A page to print, good for five minutes" }),
  })
  .meta({ id: "Proofs" });
export type Proofs = z.infer<typeof Proofs>;

const ofShipment = z.strictObject({ shipmentId: ShipmentId });

export const announceProof = endpoint({
  method: "post",
  path: "/shipments/:shipmentId/pod",
  access: { resource: "proof", action: "create" },
  limit: "critical",
  priority: "critical",
  operationId: "announceProof",
  secretAnswer: "Sent again, it makes nothing twice, and its tickets are good for another hour.",
  tag: "Proofs",
  summary: "Prove a delivery",
  description:
    "Everything but the bytes of its files, for each of which the answer has a ticket. Send it again with the same id and the same proof answers.",
  params: ofShipment,
  body: NewProof,
  status: 201,
  alsoStatus: { 200: "The proof that has this id already" },
  output: AnnouncedProof,
  errors: ["not-found", "conflict", "not-allowed-now", "pin-refused", "unavailable"],
});

export const getProofs = endpoint({
  method: "get",
  path: "/shipments/:shipmentId/pod",
  access: { resource: "proof", action: "read" },
  priority: "normal",
  operationId: "getProofs",
  tag: "Proofs",
  summary: "What proves a delivery, newest first",
  params: ofShipment,
  status: 200,
  output: Proofs,
  errors: ["not-found", "unavailable"],
});

export const getImage = endpoint({
  method: "get",
  path: "/images/:imageTicket",
  access: "public",
  priority: "normal",
  operationId: "getImage",
  tag: "Proofs",
  summary: "An image",
  description: "By the address that a proof or a document gave.",
  params: z.strictObject({ imageTicket: TicketText }),
  status: 200,
  output: z.string(),
  mediaType: "image/*",
  errors: ["not-found"],
});

export const printProofs = endpoint({
  method: "get",
  path: "/pod-prints/:printTicket",
  access: "public",
  priority: "low",
  operationId: "printProofs",
  tag: "Proofs",
  summary: "A page to print",
  params: z.strictObject({ printTicket: TicketText }),
  status: 200,
  output: z.string(),
  mediaType: "text/html",
  errors: ["not-found", "unavailable"],
});
