import * as z from "zod";
import { CredentialId, PasskeyAssertion, PasskeyRegistration } from "../passkey.ts";
import { device, SignedIn, Ticket } from "./auth.ts";
import { endpoint } from "./endpoint.ts";

const TotpCode = z.string().regex(/^\d{6}$/);
/** As shown, with or without its hyphens. */
const RecoveryCode = z.string().trim().min(16).max(24);
const PASSKEY_NAME_MAX = 80;

/** Set-up works for somebody signed in, or with the ticket of a sign-in that asks for it. */
const who = { ticket: Ticket.optional() };
/** The browser's own structure; it is passed on to the browser as it is. */
const BrowserOptions = z.record(z.string(), z.unknown());

const shared = { method: "post", limit: "login", tag: "Second factors", status: 200 } as const;

export const beginTotp = endpoint({
  ...shared,
  path: "/auth/totp",
  access: "public",
  priority: "normal",
  operationId: "beginTotp",
  summary: "A secret for an authenticator app",
  body: z.strictObject(who),
  output: z.strictObject({ secret: z.string(), uri: z.string() }),
  errors: ["ticket-refused", "unauthenticated"],
});

export const confirmTotp = endpoint({
  ...shared,
  path: "/auth/totp/confirm",
  access: "public",
  priority: "normal",
  operationId: "confirmTotp",
  summary: "Prove that the app has the secret",
  description: "From now on sign-ins ask for it. The recovery codes are shown this once.",
  body: z.strictObject({ ...who, ...device, code: TotpCode }),
  output: z.strictObject({ recoveryCodes: z.array(z.string()), signedIn: SignedIn.optional() }),
  errors: ["factor-refused", "ticket-refused", "unauthenticated"],
});

export const verifyTotp = endpoint({
  ...shared,
  path: "/auth/totp/verify",
  access: "public",
  priority: "critical",
  operationId: "verifyTotp",
  summary: "Finish with an authenticator app",
  body: z.strictObject({ ticket: Ticket, code: TotpCode, ...device }),
  output: SignedIn,
  errors: ["factor-refused", "ticket-refused", "suspended"],
});

export const verifyRecovery = endpoint({
  ...shared,
  path: "/auth/recovery/verify",
  access: "public",
  priority: "critical",
  operationId: "verifyRecovery",
  summary: "Finish with a recovery code",
  body: z.strictObject({ ticket: Ticket, code: RecoveryCode, ...device }),
  output: SignedIn,
  errors: ["factor-refused", "ticket-refused", "suspended"],
});

export const passkeyOptions = endpoint({
  ...shared,
  path: "/auth/passkey/options",
  access: "public",
  priority: "critical",
  operationId: "passkeyOptions",
  summary: "Ask the browser for a passkey",
  description: "With a ticket as the second factor, without one as the whole sign-in.",
  body: z.strictObject(who),
  output: z.strictObject({ options: BrowserOptions }),
  errors: ["ticket-refused"],
});

export const verifyPasskey = endpoint({
  ...shared,
  path: "/auth/passkey/verify",
  access: "public",
  priority: "critical",
  operationId: "verifyPasskey",
  summary: "Finish with a passkey",
  body: z.strictObject({ ...who, ...device, assertion: PasskeyAssertion }),
  output: SignedIn,
  errors: ["factor-refused", "ticket-refused", "suspended"],
});

export const beginPasskey = endpoint({
  ...shared,
  path: "/auth/passkeys/options",
  access: "public",
  priority: "normal",
  operationId: "beginPasskey",
  summary: "Ask the browser for a new passkey",
  body: z.strictObject(who),
  output: z.strictObject({ options: BrowserOptions }),
  errors: ["ticket-refused", "unauthenticated"],
});

export const addPasskey = endpoint({
  ...shared,
  path: "/auth/passkeys",
  access: "public",
  priority: "normal",
  operationId: "addPasskey",
  summary: "Keep a new passkey",
  body: z.strictObject({
    ...who,
    ...device,
    registration: PasskeyRegistration,
    name: z.string().trim().min(1).max(PASSKEY_NAME_MAX),
  }),
  output: z.strictObject({ signedIn: SignedIn.optional() }),
  errors: ["factor-refused", "ticket-refused", "unauthenticated"],
});

export const removePasskey = endpoint({
  method: "delete",
  path: "/auth/passkeys/:id",
  access: { resource: "session", action: "delete" },
  limit: "login",
  priority: "normal",
  operationId: "removePasskey",
  tag: "Second factors",
  summary: "Forget a passkey",
  description: "It opens nothing from now on. Admins and dispatchers keep at least one passkey or authenticator app.",
  params: z.strictObject({ id: CredentialId }),
  status: 200,
  output: z.strictObject({ removed: z.literal(true) }),
  errors: ["not-found", "last-factor"],
});

export const listFactors = endpoint({
  method: "get",
  path: "/auth/factors",
  access: { resource: "session", action: "list" },
  priority: "normal",
  operationId: "listFactors",
  tag: "Second factors",
  summary: "What protects my account",
  status: 200,
  output: z.strictObject({
    totp: z.boolean(),
    recoveryLeft: z.int(),
    passkeys: z.array(
      z.strictObject({ id: z.string(), name: z.string(), createdAt: z.int(), lastUsedAt: z.int().nullable() }),
    ),
  }),
  errors: [],
});
