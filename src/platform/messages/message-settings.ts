import * as z from "zod";
import { err, ok, type Result } from "../../domain/result.ts";

/** Credentials and people's addresses travel there: in the clear to this very machine only. */
const ProviderUrl = z
  .url("is not a URL")
  .refine(isSafe, "is neither https nor on this machine")
  .transform((url) => url.replace(/\/+$/, ""));

/** One line, because each of these ends up in a header or a URL. */
const Line = z
  .string("is missing")
  .regex(/^[\x20-\x7e]{1,256}$/, "is not one line of ASCII")
  .trim();

const Http = z
  .object({
    MESSAGES: z.literal("http"),
    SMS_URL: ProviderUrl,
    SMS_ACCOUNT: z.string("is missing").regex(/^\w{1,64}$/, "is not an account id"),
    SMS_TOKEN: Line,
    SMS_FROM: Line,
    MAIL_URL: ProviderUrl,
    MAIL_TOKEN: Line,
    MAIL_FROM: Line,
  })
  .transform((vars) => ({
    kind: vars.MESSAGES,
    sms: { url: vars.SMS_URL, account: vars.SMS_ACCOUNT, token: vars.SMS_TOKEN, from: vars.SMS_FROM },
    mail: { url: vars.MAIL_URL, token: vars.MAIL_TOKEN, from: vars.MAIL_FROM },
  }));

const Sandbox = z
  .object({
    MESSAGES: z.literal("sandbox"),
    APP_ENV: z.enum(["development", "test"], "has no sandbox: codes would be readable instead of sent"),
  })
  .transform(({ MESSAGES }) => ({ kind: MESSAGES }));

const Settings = z.discriminatedUnion("MESSAGES", [Http, Sandbox], 'is neither "sandbox" nor "http"');

export type HttpMessages = z.output<typeof Http>;
export type MessageSettings = z.output<typeof Settings>;

/** Names what is wrong, never a value: the answer goes to the log. */
export type MessageSettingsError = { readonly tag: "malformed"; readonly problems: readonly string[] };

/** Reads MESSAGES and what belongs to it. */
export function readMessageSettings(env: unknown): Result<MessageSettings, MessageSettingsError> {
  const parsed = Settings.safeParse(env);
  if (parsed.success) return ok(parsed.data);
  return err({
    tag: "malformed",
    problems: parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`),
  });
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}
