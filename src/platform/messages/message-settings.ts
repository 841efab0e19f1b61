import * as z from "zod";
import type { Result } from "../../domain/result.ts";
import { readSettings, ServiceUrl, type SettingsError } from "../read-settings.ts";

/** One line, because each of these ends up in a header or a URL. */
const Line = z
  .string("is missing")
  .regex(/^[\x20-\x7e]{1,256}$/, "is not one line of ASCII")
  .trim();

const Http = z
  .object({
    MESSAGES: z.literal("http"),
    SMS_URL: ServiceUrl,
    SMS_ACCOUNT: z.string("is missing").regex(/^\w{1,64}$/, "is not an account id"),
    SMS_TOKEN: Line,
    SMS_FROM: Line,
    MAIL_URL: ServiceUrl,
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

/** Reads MESSAGES and what belongs to it. */
export function readMessageSettings(env: unknown): Result<MessageSettings, SettingsError> {
  return readSettings(Settings, env);
}
