import * as z from "zod";

/** Shorter keys could be guessed; 32 bytes are 43 characters of base64url. */
const KEY_MIN_CHARACTERS = 43;
/** A random key of that length has about 31 distinct characters; a pattern typed by hand has few. */
const KEY_MIN_DISTINCT = 16;
/** Words of placeholders that examples and hurried people leave behind. */
const PLACEHOLDER = /change.?me|example|secret|password|placeholder|default|xxxx|1234/i;

const Key = z
  .string("is missing")
  .min(KEY_MIN_CHARACTERS, `is shorter than ${KEY_MIN_CHARACTERS} characters`)
  .regex(/^[\w-]+$/, "is not base64url")
  .refine((key) => new Set(key).size >= KEY_MIN_DISTINCT && !PLACEHOLDER.test(key), "is a default or a pattern");

// AES-256 takes exactly this size.
const DataKey = Key.max(KEY_MIN_CHARACTERS, `is longer than ${KEY_MIN_CHARACTERS} characters`);

const PostgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: "is not a postgres:// URL" });

const Origins = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.string().refine(isOrigin, "is not an origin")));

/** A scheme and a host, nothing behind them: just what a browser sends. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Of one runtime. An endpoint that pools takes thousands from all of them; at 10 ms each these are 10,000 queries a second. */
const QUERIES_AT_ONCE = 100;

const Variables = z.object({
  APP_ENV: z.enum(["development", "test", "staging", "production"], "is not a known environment"),
  ALLOWED_ORIGINS: Origins,
  PUBLIC_ORIGIN: z.string().refine((origin) => origin === "" || isOrigin(origin), "is not an origin"),
  SIGNING_KEYS: z.string("is missing").min(2, "is missing"),
  NEON_PROXY: z.union([z.literal(""), z.url()], "is not a URL"),
  DATABASE_URL: PostgresUrl,
  DATABASE_URL_READ: PostgresUrl,
  DATABASE_CONCURRENCY: z.coerce.number("is not a number").int().min(1).max(1_000).default(QUERIES_AT_ONCE),
  HMAC_KEY: Key,
  DATA_KEY: DataKey,
  // While DATA_KEY is being replaced: the one before it.
  DATA_KEY_PREVIOUS: z.union([z.literal(""), DataKey]).optional(),
});

const LOCAL = new Set<string>(["development", "test"]);

const Checked = Variables.refine((vars) => LOCAL.has(vars.APP_ENV) || vars.NEON_PROXY === "", {
  path: ["NEON_PROXY"],
  error: "is for development only",
})
  .refine((vars) => LOCAL.has(vars.APP_ENV) || vars.PUBLIC_ORIGIN.startsWith("https:"), {
    path: ["PUBLIC_ORIGIN"],
    error: "is needed, with https",
  })
  .refine((vars) => vars.HMAC_KEY !== vars.DATA_KEY, { path: ["DATA_KEY"], error: "is the same as HMAC_KEY" })
  .transform((vars) => ({
    environment: vars.APP_ENV,
    allowedOrigins: new Set(vars.ALLOWED_ORIGINS),
    database: { url: vars.DATABASE_URL, readUrl: vars.DATABASE_URL_READ, proxy: vars.NEON_PROXY || undefined },
    queriesAtOnce: vars.DATABASE_CONCURRENCY,
    publicOrigin: vars.PUBLIC_ORIGIN || undefined,
    signingKeys: vars.SIGNING_KEYS,
    hmacKey: vars.HMAC_KEY,
    dataKeys: [vars.DATA_KEY, ...(vars.DATA_KEY_PREVIOUS ? [vars.DATA_KEY_PREVIOUS] : [])],
  }));

export type Config = z.output<typeof Checked>;

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] };

/** Names what is wrong, never a value: the answer goes to the log. */
export function readConfig(env: unknown): ConfigResult {
  const parsed = Checked.safeParse(env);
  if (parsed.success) return { ok: true, config: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`) };
}
