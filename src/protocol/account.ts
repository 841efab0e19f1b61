import * as z from "zod";

export const TenantStatus = z.enum(["active", "suspended"]);
export type TenantStatus = z.infer<typeof TenantStatus>;

export const UserRole = z.enum(["admin", "dispatcher", "store"]);
export type UserRole = z.infer<typeof UserRole>;

export const UserStatus = z.enum(["invited", "active", "disabled"]);
export type UserStatus = z.infer<typeof UserStatus>;
