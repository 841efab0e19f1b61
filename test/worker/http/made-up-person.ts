import { env } from "cloudflare:workers";
import type { AccessProfile, PersonId } from "../../../src/domain/caller.ts";
import { issueAccessToken } from "../../../src/platform/access-token.ts";
import { accountObject } from "../../../src/platform/object-stubs.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import type { TenantId } from "../../../src/protocol/ids.ts";

export interface MadeUpSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sessionId: string;
}

/** A real session of somebody whom no database knows: sockets need no more, and sending codes has limits. */
export async function sessionOf(
  tenantId: TenantId,
  personId: PersonId,
  over: Partial<AccessProfile> = {},
): Promise<MadeUpSession> {
  const profile: AccessProfile = { role: "driver", status: "active", storeCode: null, regionIds: null, ...over };
  const opened = await accountObject(env, tenantId, personId).openSession({ device: "test", method: "code", profile });
  const keys = await importSigningKeys(env.SIGNING_KEYS);
  if (!opened.ok || !keys.ok) throw new Error("no session");
  const { sessionId, refreshToken } = opened;
  const accessToken = await issueAccessToken(keys.value, { tenantId, personId, sessionId, profile }, Date.now());
  return { accessToken, refreshToken, sessionId };
}
