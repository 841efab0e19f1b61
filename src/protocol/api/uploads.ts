import * as z from "zod";
import { UploadId } from "../ids.ts";
import { ImageType, UPLOAD_MAX_BYTES, UploadStatus } from "../upload.ts";
import { endpoint } from "./endpoint.ts";
import { secretText } from "./secret-text.ts";

/** In hexadecimal, as every tool prints it. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file that is going to be sent: nothing else is taken under its ticket. */
export const AnnouncedFile = z
  .strictObject({
    contentType: ImageType,
    sizeBytes: z.int().min(1).max(UPLOAD_MAX_BYTES),
    sha256: Sha256.meta({ description: "Of the bytes, in hexadecimal" }),
  })
  .meta({ id: "AnnouncedFile" });
export type AnnouncedFile = z.infer<typeof AnnouncedFile>;

export const UploadTicket = z
  .strictObject({
    uploadId: UploadId,
    status: UploadStatus,
    url: secretText("Where to PUT the bytes; null when they have arrived").nullable(),
    expiresAt: z.int().nullable().meta({ description: "Until when the address is good" }),
  })
  .meta({ id: "UploadTicket" });
export type UploadTicket = z.infer<typeof UploadTicket>;

export const StoredUpload = z
  .strictObject({
    uploadId: UploadId,
    status: UploadStatus,
    queue: z
      .strictObject({
        position: z.int().min(0).meta({ description: "How many are checked before this one, and it" }),
        waitSeconds: z.int().min(0).meta({ description: "Until it is checked, as far as can be told" }),
      })
      .nullable()
      .meta({ description: "Null when it was checked already" }),
  })
  .meta({ id: "StoredUpload" });
export type StoredUpload = z.infer<typeof StoredUpload>;

/** A signed ticket is three runs of base64url. */
export const TicketText = z
  .string()
  .max(2_048)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/);

export const putUpload = endpoint({
  method: "put",
  path: "/uploads/:uploadTicket",
  access: "public",
  limit: "upload",
  priority: "critical",
  operationId: "putUpload",
  tag: "Proofs",
  summary: "Send the bytes of a file",
  description:
    "Under the ticket that its announcement gave, with the announced type, size and SHA-256. Written once: sent again, it is answered again.",
  params: z.strictObject({ uploadTicket: TicketText }),
  status: 200,
  output: StoredUpload,
  errors: ["not-found", "body-too-large", "unavailable"],
});
