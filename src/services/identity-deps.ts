import type { Caller, PersonId } from "../domain/caller.ts";
import type { LoginChannel } from "../platform/login-name.ts";
import type { Messenger } from "../platform/messages/messenger.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import type { accountObject, codeObject } from "../platform/object-stubs.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { Deps } from "./deps.ts";
import type { RelyingParty } from "./relying-party.ts";

/** What signing in needs beside the common dependencies. */
export interface IdentityDeps extends Deps {
  keys: () => Promise<SigningKeys>;
  hmacKey: string;
  account: (tenantId: TenantId, personId: PersonId) => ReturnType<typeof accountObject>;
  codes: (channel: LoginChannel, loginIndex: Uint8Array) => ReturnType<typeof codeObject>;
  messenger: Messenger;
  relyingParty: RelyingParty;
  /** Work whose time must not show in the answer. */
  later: (work: Promise<unknown>) => void;
  caller: Caller;
  requestId: string;
  /** The caller's network, a /24 or a /64. */
  ipPrefix: string;
}
