import * as z from "zod";
import { DriverId, TenantId, UserId } from "../protocol/ids.ts";

/** A real one has about 145 characters; anything longer is not worth splitting. */
const MAX_CHARACTERS = 200;

const Parts = z.tuple([
  TenantId,
  z.union([UserId, DriverId]),
  z.string().regex(/^ses_[0-7][0-9a-z]{25}$/),
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
  z.string().regex(/^[\w-]{43}$/),
]);

/** Nothing in it is proven: it says which object to ask, and that object checks the rest. */
export interface RefreshToken {
  readonly tenantId: TenantId;
  readonly personId: UserId | DriverId;
  readonly sessionId: string;
  readonly generation: number;
  readonly mac: string;
}

export function readRefreshToken(text: string): RefreshToken | null {
  if (text.length > MAX_CHARACTERS) return null;
  const parsed = Parts.safeParse(text.split("."));
  if (!parsed.success) return null;
  const [tenantId, personId, sessionId, generation, mac] = parsed.data;
  return { tenantId, personId, sessionId, generation, mac };
}

export function writeRefreshToken({ tenantId, personId, sessionId, generation, mac }: RefreshToken): string {
  return [tenantId, personId, sessionId, generation, mac].join(".");
}
