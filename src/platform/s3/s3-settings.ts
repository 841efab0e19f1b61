import * as z from "zod";
import { ok, type Result } from "../../domain/result.ts";
import { readSettings, ServiceUrl, type SettingsError } from "../read-settings.ts";
import type { S3Bucket } from "./presign.ts";

/** R2 knows one region; others name theirs. */
const R2_REGION = "auto";
/** One line without white space, because it ends up in an address. */
const Key = z.string("is missing").regex(/^[\w/+=-]{8,128}$/, "is not a key");

const Settings = z
  .object({
    S3_ENDPOINT: ServiceUrl,
    S3_BUCKET: z.string("is missing").regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "is not a bucket's name"),
    S3_ACCESS_KEY_ID: Key,
    S3_SECRET_ACCESS_KEY: Key,
    S3_REGION: z
      .string()
      .regex(/^[a-z0-9-]{2,32}$/, "is not a region")
      .default(R2_REGION),
  })
  .transform((vars) => ({
    url: `${vars.S3_ENDPOINT}/${vars.S3_BUCKET}`,
    region: vars.S3_REGION,
    accessKeyId: vars.S3_ACCESS_KEY_ID,
    secretAccessKey: vars.S3_SECRET_ACCESS_KEY,
  }));

const Named = z.looseObject({
  S3_ENDPOINT: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
});

/** Reads the S3_ variables; null where none is set. One that is set asks for the others, so that a typing error is told. */
export function readS3Settings(env: unknown): Result<S3Bucket | null, SettingsError> {
  const named = Named.safeParse(env);
  const isOff = named.success && Object.keys(Named.shape).every((name) => !named.data[name]);
  return isOff ? ok(null) : readSettings(Settings, env);
}
