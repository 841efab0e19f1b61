// `npm run db:mask`: turns a copy of a database into a safe one. Personal data becomes made-up values, each row's own and
// always the same; keys are replaced, links, invitations and API keys revoked, logs emptied. Wants the copy owner's
// DATABASE_URL, and the HMAC_KEY and DATA_KEY of whatever is going to use the copy.
import * as z from "zod";
import { EMPTIED } from "./mask/mask-plan.ts";
import { maskDatabase } from "./mask/mask-database.ts";
import { messageOf } from "./message-of.ts";
import { withClient } from "./migrate.ts";

// Never from .dev.vars: which database this is about has to be said.
const Settings = z.object({
  DATABASE_URL: z.string("DATABASE_URL is missing: the copy owner's"),
  HMAC_KEY: z.string("HMAC_KEY is missing: not production's, but that of the environment which uses the copy"),
  DATA_KEY: z.string("DATA_KEY is missing: not production's, but that of the environment which uses the copy"),
  APP_ENV: z.string().optional(),
});

try {
  const settings = Settings.parse(process.env);
  if (settings.APP_ENV === "production") throw new Error("APP_ENV is production: this shell is not for masking");
  const counts = await withClient(settings.DATABASE_URL, (client) =>
    maskDatabase((text, values) => client.query(text, values), settings),
  );
  for (const [table, rows] of counts) console.log(`${table}: ${rows} rows masked`);
  console.log(`emptied: ${EMPTIED.join(", ")}`);
  console.log(
    "Keys are new; links, invitations and API keys are revoked. Sessions live in objects, which no copy has.",
  );
} catch (error) {
  const known = error instanceof z.ZodError;
  console.error(known ? error.issues.map(({ message }) => message).join("\n") : messageOf(error));
  process.exitCode = 1;
}
