import * as z from "zod";

export const TenantStatus = z.enum(["active", "suspended"]);
export type TenantStatus = z.infer<typeof TenantStatus>;

export const UserRole = z.enum(["admin", "dispatcher", "store"]);
export type UserRole = z.infer<typeof UserRole>;

/** Everybody who signs in. */
export const PersonRole = z.enum([...UserRole.options, "driver"]);
export type PersonRole = z.infer<typeof PersonRole>;

/** `disabled` is a user's word for suspended. */
export const UserStatus = z.enum(["invited", "active", "disabled"]);
export type UserStatus = z.infer<typeof UserStatus>;

/** What is remembered about attempts to get in and about what was changed around access. */
export const SecurityEventKind = z.enum([
  "sign-in",
  "sign-in-refused",
  "sign-out",
  "code-locked",
  "second-factor-refused",
  "second-factor-changed",
  "passkey-added",
  "passkey-removed",
  "refresh-reuse",
  "sessions-ended",
  "invited",
  "invitation-accepted",
  "invitation-revoked",
  "role-changed",
  "person-suspended",
  "person-restored",
  "phone-changed",
  "key-created",
  "key-revoked",
  "access-denied",
  "audit-broken",
]);
export type SecurityEventKind = z.infer<typeof SecurityEventKind>;
