import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { SignedIn } from "./auth.ts";

/** A refresh token has about 160 characters. */
const RefreshToken = z.string().min(1).max(512);
const SessionId = z.string().regex(/^[\w-]{1,64}$/);

export const refresh = endpoint({
  method: "post",
  path: "/auth/refresh",
  access: "public",
  limit: "standard",
  priority: "critical",
  operationId: "refresh",
  tag: "Sessions",
  summary: "A new access token",
  description:
    "Browsers send their cookie and an empty object; native clients their refresh token, and get the next one. A lost answer may be asked for again within a minute.",
  body: z.strictObject({ refreshToken: RefreshToken.optional() }),
  status: 200,
  output: SignedIn,
  errors: ["session-ended"],
});

export const logout = endpoint({
  method: "post",
  path: "/auth/logout",
  access: "public",
  limit: "login",
  priority: "critical",
  operationId: "logout",
  tag: "Sessions",
  summary: "End this session",
  description: "Answers the same when the session is over already.",
  body: z.strictObject({ refreshToken: RefreshToken.optional() }),
  status: 200,
  output: z.strictObject({ ended: z.literal(true) }),
  errors: [],
});

export const Session = z
  .strictObject({
    id: SessionId,
    device: z.string(),
    method: z.enum(["code", "passkey", "totp", "recovery"]),
    createdAt: z.int(),
    lastUsedAt: z.int(),
    expiresAt: z.int(),
    current: z.boolean().meta({ description: "The one that asks" }),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const listSessions = endpoint({
  method: "get",
  path: "/auth/sessions",
  access: { resource: "session", action: "list" },
  priority: "normal",
  operationId: "listSessions",
  tag: "Sessions",
  summary: "Where I am signed in",
  status: 200,
  output: z.strictObject({ items: z.array(Session) }),
  errors: [],
});

export const endSession = endpoint({
  method: "delete",
  path: "/auth/sessions/:id",
  access: { resource: "session", action: "delete" },
  priority: "normal",
  operationId: "endSession",
  tag: "Sessions",
  summary: "Sign a device out",
  params: z.strictObject({ id: SessionId }),
  status: 200,
  output: z.strictObject({ ended: z.literal(true) }),
  errors: ["not-found"],
});
