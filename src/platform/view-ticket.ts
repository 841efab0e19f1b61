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

/** One image. */
export const IMAGE: TokenKind<Grant<UploadId>> = {
  type: "image+jwt",
  audience: "doorstep-image",
  lifetimeSeconds: VIEW_TICKET_SECONDS,
  claims: z.object({ sub: UploadId, tid: TenantId }).transform(({ sub, tid }) => ({ tenantId: tid, id: sub })),
};

/** One shipment's page to print. */
export const PRINT: TokenKind<Grant<ShipmentId>> = {
  type: "print+jwt",
  audience: "doorstep-print",
  lifetimeSeconds: VIEW_TICKET_SECONDS,
  claims: z.object({ sub: ShipmentId, tid: TenantId }).transform(({ sub, tid }) => ({ tenantId: tid, id: sub })),
};

export async function issueViewTicket<Id extends string>(
  keys: SigningKeys,
  kind: TokenKind<Grant<Id>>,
  { tenantId, id }: Grant<Id>,
  now: number,
): Promise<string> {
  return signToken(keys, kind, { sub: id, tid: tenantId }, now);
}

export async function verifyViewTicket<Id>(
  keys: SigningKeys,
  kind: TokenKind<Grant<Id>>,
  ticket: string,
  now: number,
): Promise<Result<Grant<Id>, TokenError>> {
  return verifyToken(keys, kind, ticket, now);
}
