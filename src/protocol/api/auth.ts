import * as z from "zod";
import { PersonRole } from "../account.ts";
import { DriverId, TenantId, UserId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";

/** The longest address that mail allows. */
const LOGIN_MAX_CHARACTERS = 254;
/** Enough for "Chromium on Windows", short enough for a list. */
const DEVICE_MAX_CHARACTERS = 80;

/** An opaque reference to a code that was sent, or that would have been. */
const ChallengeId = z.string().regex(/^[\w-]{16,64}$/);
const Code = z.string().regex(/^\d{6}$/);
/** A half-way ticket: a signed token of at most 4 KiB. */
export const Ticket = z.string().min(1).max(4096);

const login = {
  channel: z.enum(["email", "sms"]),
  to: z.string().trim().min(3).max(LOGIN_MAX_CHARACTERS),
};

/** How a session wants to be kept: browsers get the refresh token as a cookie, native clients in the body. */
export const device = {
  device: z.string().trim().min(1).max(DEVICE_MAX_CHARACTERS),
  native: z.boolean().optional(),
};

export const Person = z
  .strictObject({ id: z.union([UserId, DriverId]), role: PersonRole, tenantId: TenantId })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

export const SignedIn = z
  .strictObject({
    step: z.literal("done"),
    accessToken: z.string(),
    expiresInSeconds: z.int(),
    sessionId: z.string(),
    person: Person,
    refreshToken: z.string().optional().meta({ description: "Only for native clients; browsers have it as a cookie" }),
  })
  .meta({ id: "SignedIn" });
export type SignedIn = z.infer<typeof SignedIn>;

export const SecondFactorMethod = z.enum(["totp", "passkey", "recovery"]);
export type SecondFactorMethod = z.infer<typeof SecondFactorMethod>;

/** Where a sign-in stands. Every step but the last one brings a ticket, good for five minutes, to go on with. */
export const SignInStep = z
  .discriminatedUnion("step", [
    SignedIn,
    z.strictObject({ step: z.literal("second-factor"), ticket: Ticket, methods: z.array(SecondFactorMethod) }),
    z.strictObject({ step: z.literal("set-up-factor"), ticket: Ticket }),
    z.strictObject({
      step: z.literal("choose-account"),
      choices: z.array(z.strictObject({ tenant: z.string(), role: PersonRole, ticket: Ticket })),
    }),
  ])
  .meta({ id: "SignInStep" });
export type SignInStep = z.infer<typeof SignInStep>;

const CodeSent = z
  .strictObject({ challengeId: ChallengeId, expiresInSeconds: z.int(), resendInSeconds: z.int() })
  .meta({ id: "CodeSent" });

export const startCode = endpoint({
  method: "post",
  path: "/auth/code",
  access: "public",
  limit: "login",
  priority: "critical",
  operationId: "startCode",
  tag: "Sign-in",
  summary: "Send a one-time code",
  description: "Answers the same whether the address is known or not. A new code ends the one before.",
  body: z.strictObject(login),
  status: 202,
  output: CodeSent,
  errors: ["too-many-requests"],
});

export const verifyCode = endpoint({
  method: "post",
  path: "/auth/code/verify",
  access: "public",
  limit: "login",
  priority: "critical",
  operationId: "verifyCode",
  tag: "Sign-in",
  summary: "Sign in with the code",
  body: z.strictObject({ ...login, ...device, challengeId: ChallengeId, code: Code }),
  status: 200,
  output: SignInStep,
  errors: ["code-refused", "suspended", "unavailable"],
});

export const chooseAccount = endpoint({
  method: "post",
  path: "/auth/account",
  access: "public",
  limit: "login",
  priority: "critical",
  operationId: "chooseAccount",
  tag: "Sign-in",
  summary: "Go on as one of several accounts",
  body: z.strictObject({ ticket: Ticket, ...device }),
  status: 200,
  output: SignInStep,
  errors: ["ticket-refused", "suspended"],
});

/** Drivers' own door: without a code it sends one, with a code it signs in. */
export const driverAuth = endpoint({
  method: "post",
  path: "/drivers/auth",
  access: "public",
  limit: "login",
  priority: "critical",
  operationId: "driverAuth",
  tag: "Sign-in",
  summary: "A driver's sign-in by phone",
  description: "With a phone number alone it sends a code; with the challenge and the code it signs in.",
  body: z.union([
    z.strictObject({ phone: login.to }),
    z.strictObject({ phone: login.to, challengeId: ChallengeId, code: Code, ...device }),
  ]),
  status: 200,
  output: z.union([CodeSent, SignInStep]),
  errors: ["code-refused", "suspended", "too-many-requests", "unavailable"],
});
