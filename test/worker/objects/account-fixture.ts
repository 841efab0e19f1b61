import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import type { AccessProfile } from "../../../src/domain/caller.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import type { SessionInput } from "../../../src/objects/account/account-rpc.ts";
import type { AccountObject } from "../../../src/objects/account/account-object.ts";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const DISPATCHER: AccessProfile = { role: "dispatcher", status: "active", storeCode: null, regionIds: null };
export const SIGN_IN: SessionInput = { device: "Firefox on Linux", method: "code", profile: DISPATCHER };

export type Account = DurableObjectStub<AccountObject>;

/** A person of its own for each test: all tests share one storage. */
export function newAccount(): Account {
  const id = (prefix: string): string => typeIdFromBytes(prefix, crypto.getRandomValues(new Uint8Array(16)));
  return env.ACCOUNT.getByName(`${id("tnt")}:${id("usr")}`);
}

export async function signIn(account: Account, device = SIGN_IN.device) {
  const opened = await account.openSession({ ...SIGN_IN, device });
  if (!opened.ok) throw new Error(opened.reason);
  return opened;
}

/** The child of a refresh token. */
export async function refresh(account: Account, token: string): Promise<string> {
  const rotated = await account.rotate(token);
  if (!rotated.ok) throw new Error(rotated.reason);
  return rotated.refreshToken;
}

export async function reasonOf(rotating: ReturnType<Account["rotate"]>): Promise<string> {
  const rotated = await rotating;
  return rotated.ok ? "ok" : rotated.reason;
}

/** Names of the tables that an object holds on its disk, and whether an alarm is set. */
export async function leftovers(stub: DurableObjectStub): Promise<{ tables: string[]; alarm: number | null }> {
  return runInDurableObject(stub, async (_, { storage }) => {
    const query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' ORDER BY name";
    const rows = storage.sql.exec<{ name: string }>(query).toArray();
    return { tables: rows.map(({ name }) => name), alarm: await storage.getAlarm() };
  });
}

export const NOTHING = { tables: [], alarm: null };
