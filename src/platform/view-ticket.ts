import * as z from "zod";
import type { Result } from "../domain/result.ts";
import { ShipmentId, TenantId, UploadId } from "../protocol/ids.ts";
import { signToken, type TokenError, type TokenKind, verifyToken } from "./signed-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** A page has loaded its pictures long before; a forwarded address is of no use. */
const VIEW_TICKET_SECONDS = 300;

interface Grant<Id> {
  readonly tenantId: TenantId;
  readonly id: Id;
}

/** An image as it was sent and cleaned, or the small picture of it. */
const ImageSize = z.enum(["whole", "thumbnail"]);
type ImageSize = z.infer<typeof ImageSize>;

interface ImageGrant extends Grant<UploadId> {
  readonly size: ImageSize;
}

/** One image. */
export const IMAGE: TokenKind<ImageGrant> = {
  type: "image+jwt",
  audience: "doorstep-image",
  lifetimeSeconds: VIEW_TICKET_SECONDS,
  claims: z
    .object({ sub: UploadId, tid: TenantId, size: ImageSize })
    .transform(({ sub, tid, size }) => ({ tenantId: tid, id: sub, size })),
};

/** One shipment's page to print. */
export const PRINT: TokenKind<Grant<ShipmentId>> = {
  type: "print+jwt",
  audience: "doorstep-print",
  lifetimeSeconds: VIEW_TICKET_SECONDS,
  claims: z.object({ sub: ShipmentId, tid: TenantId }).transform(({ sub, tid }) => ({ tenantId: tid, id: sub })),
};

export async function issueViewTicket<Granted extends Grant<string>>(
  keys: SigningKeys,
  kind: TokenKind<Granted>,
  { tenantId, id, ...more }: Granted,
  now: number,
): Promise<string> {
  return signToken(keys, kind, { sub: id, tid: tenantId, ...more }, now);
}

export async function verifyViewTicket<Granted>(
  keys: SigningKeys,
  kind: TokenKind<Granted>,
  ticket: string,
  now: number,
): Promise<Result<Granted, TokenError>> {
  return verifyToken(keys, kind, ticket, now);
}
