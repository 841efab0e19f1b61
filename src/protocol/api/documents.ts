import * as z from "zod";
import { DocumentId, DriverId } from "../ids.ts";
import { DocumentKind, DocumentStatus, RejectionCode } from "../upload.ts";
import { endpoint } from "./endpoint.ts";
import { AnnouncedFile, ThumbnailUrl, UploadTicket } from "./uploads.ts";

/** A day by the calendar, as a paper prints it. */
const Day = z.iso.date();

export const DriverDocument = z
  .strictObject({
    id: DocumentId,
    driverId: DriverId,
    kind: DocumentKind,
    status: DocumentStatus.meta({
      description: "`processing` until the file is clean, `pending` until somebody looked",
    }),
    expiresOn: Day.nullable().meta({ description: "The last day that it is good for" }),
    rejectionCode: RejectionCode.nullable(),
    imageUrl: z.string().nullable().meta({ description: "Good for five minutes" }),
    thumbnailUrl: ThumbnailUrl,
    reviewedAt: z.int().nullable(),
    createdAt: z.int(),
  })
  .meta({ id: "DriverDocument" });
export type DriverDocument = z.infer<typeof DriverDocument>;

export const NewDocument = z
  .strictObject({
    id: DocumentId.meta({ description: "Made by the device: what is sent again is known by it" }),
    kind: DocumentKind,
    expiresOn: Day.nullable().default(null),
    file: AnnouncedFile,
  })
  .meta({ id: "NewDocument" });
export type NewDocument = z.infer<typeof NewDocument>;

const ofDriver = z.strictObject({ driverId: DriverId });
const common = { tag: "Documents", errors: ["not-found", "unavailable"] } as const;

export const announceDocument = endpoint({
  ...common,
  method: "post",
  path: "/drivers/:driverId/documents",
  access: { resource: "document", action: "create" },
  priority: "normal",
  operationId: "announceDocument",
  secretAnswer: "Sent again, it makes nothing twice, and its ticket is good for another hour.",
  summary: "Hand in a driver's paper",
  description: "The answer has a ticket for its picture. Send it again with the same id and the same document answers.",
  params: ofDriver,
  body: NewDocument,
  status: 201,
  output: z.strictObject({ document: DriverDocument, upload: UploadTicket }),
  errors: ["not-found", "conflict", "unavailable"],
});

export const listDocuments = endpoint({
  ...common,
  method: "get",
  path: "/drivers/:driverId/documents",
  access: { resource: "document", action: "list" },
  priority: "normal",
  operationId: "listDocuments",
  summary: "A driver's papers, newest first",
  params: ofDriver,
  status: 200,
  output: z.strictObject({ items: z.array(DriverDocument) }),
});

function review<const Verdict extends string>(verdict: Verdict, summary: string) {
  return endpoint({
    ...common,
    method: "post",
    path: `/drivers/:driverId/documents/:documentId/${verdict}`,
    access: { resource: "document", action: "update" },
    priority: "normal",
    operationId: `${verdict}Document`,
    summary,
    params: ofDriver.extend({ documentId: DocumentId }),
    status: 200,
    output: DriverDocument,
    errors: ["not-found", "not-allowed-now", "unavailable"],
  });
}

export const approveDocument = review("approve", "Let a paper count");
export const rejectDocument = review("reject", "Refuse a paper");
