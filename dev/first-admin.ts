// `npm run first-admin -- --tenant "Harbour Couriers" --email admin@…`: makes a tenant's first administrator, once; with
// `--jurisdiction eu` all live objects of the tenant stay in the EU, which cannot be changed later. No
// password exists: the person signs in with a code to that address and sets up a second factor. Wants the owner's
// DATABASE_URL and the deployment's HMAC_KEY and DATA_KEY in the environment.
import { parseArgs } from "node:util";
import { UUID, uuidv7, uuidv7obj } from "uuidv7";
import * as z from "zod";
import { type Jurisdiction, markJurisdiction } from "../src/domain/jurisdiction.ts";
import { messageOf } from "./message-of.ts";
import { withClient } from "./migrate.ts";
import { addUser, inTenant } from "./tenant-rows.ts";

const Input = z.object({
  tenant: z.string("--tenant is missing").trim().min(1).max(100),
  jurisdiction: z.literal("eu", "--jurisdiction may only be eu").nullable().default(null),
  email: z.email("--email is missing or no address").transform((email) => email.toLowerCase()),
  DATABASE_URL: z.string("DATABASE_URL is missing: the owner's, not the app role's"),
  HMAC_KEY: z.string("HMAC_KEY is missing"),
  DATA_KEY: z.string("DATA_KEY is missing"),
});

try {
  const { values } = parseArgs({
    options: { tenant: { type: "string" }, email: { type: "string" }, jurisdiction: { type: "string" } },
  });
  const input = Input.parse({ ...process.env, ...values });
  await withClient(input.DATABASE_URL, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM tenants LIMIT 1");
    if (rows.length > 0)
      throw new Error("this database has a tenant already; its administrators invite everybody else");
    const slug =
      input.tenant
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "tenant";
    const tenant = { uuid: newTenantUuid(input.jurisdiction), slug, name: input.tenant };
    await inTenant(
      (text, params) => client.query(text, params),
      input,
      tenant,
      (made) =>
        addUser(made, {
          uuid: uuidv7(),
          role: "admin",
          status: "invited",
          storeCode: null,
          name: "Administrator",
          email: input.email,
        }),
    );
  });
  console.log(`${input.email} may now sign in at /account/ with a code, and has to set up a second factor there.`);
} catch (error) {
  const problems =
    error instanceof z.ZodError ? error.issues.map(({ message }) => message).join("\n") : messageOf(error);
  console.error(problems);
  process.exitCode = 1;
}

function newTenantUuid(jurisdiction: Jurisdiction | null): string {
  return UUID.ofInner(markJurisdiction(uuidv7obj().bytes, jurisdiction)).toString();
}
