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
    sha256: Sha256.nullable().meta({
      description: "Of the file that goes there, as it was announced; null in a copy of the data that was masked",
    }),
    url: secretText("Where to PUT the bytes; null when they have arrived").nullable(),
    headers: z.record(z.string(), z.string()).meta({ description: "To send with the bytes, each as it is" }),
    completeUrl: secretText("Where to POST once they are sent; null where that is not needed").nullable(),
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

/** Beside the address of the image itself. Proofs that were saved before there were any are still read without it. */
export const ThumbnailUrl = z.string().nullable().default(null).meta({
  description:
    "A picture of at most 320 pixels a side, good for five minutes; null while there is none: scale the image",
});

/** A signed ticket is three runs of base64url. */
export const TicketText = z
  .string()
  .max(2_048)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/);

const underTicket = {
  access: "public",
  limit: "upload-network",
  priority: "critical",
  tag: "Proofs",
  params: z.strictObject({ uploadTicket: TicketText }),
  status: 200,
  output: StoredUpload,
} as const;

export const putUpload = endpoint({
  ...underTicket,
  method: "put",
  path: "/uploads/:uploadTicket",
  operationId: "putUpload",
  summary: "Send the bytes of a file",
  description:
    "Under the ticket that its announcement gave, with the announced type, size and SHA-256. Written once: sent again, it is answered again.",
  errors: ["not-found", "body-too-large", "unavailable"],
});

export const completeUpload = endpoint({
  ...underTicket,
  method: "post",
  path: "/uploads/:uploadTicket/complete",
  operationId: "completeUpload",
  summary: "Say that a file was put into the bucket",
  description:
    "Where the ticket's address is the bucket's own. The file is compared with its announcement: `not-allowed-now` means that it is not there, `invalid-request` that it is another one, which is deleted. Said again, it is answered again; what is never said is found within ten minutes.",
  errors: ["not-found", "not-allowed-now", "unavailable"],
});
