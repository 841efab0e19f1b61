import * as fc from "fast-check";
import { expect, inject, test } from "vitest";
import type { FuzzPlan } from "../../../dev/fuzz/plan.ts";
import { type FuzzRequest, type Operation, requestsOf } from "../../../dev/fuzz/requests.ts";
import type { Knowledge, Schema } from "../../../dev/fuzz/schema-values.ts";
import { ROUTES } from "../../../src/http/app.ts";
import { API_BASE } from "../../../src/protocol/api/endpoint.ts";
import { newInvitation, newKey, newPhone, newPlace, type Place } from "../access/place.ts";
import { call } from "../http/call.ts";
import { callersOf, send } from "./send.ts";
import { complaint } from "./verdict.ts";

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

declare module "vitest" {
  interface ProvidedContext {
    fuzz?: FuzzPlan;
  }
}

/** A slice for every run, always the same; `npm run fuzz` plans more, and other ones. */
const SLICE: FuzzPlan = { requests: 40, seed: 20_261_121 };
const { requests: REQUESTS, seed: SEED } = inject("fuzz") ?? SLICE;
/** Two cores: more at once only wait for each other. */
const AT_ONCE = 8;
/** Fewer would mean that the fuzzer tests parsing alone. */
const VALID_SHARE = 0.25;
const SECONDS_EACH = 0.2;
const INPUT_REFUSED = [400, 413, 415];

const document: Document = await (await call("/api/openapi.json")).json();
const place = await newPlace();
const knowledge: Knowledge = { components: document.components.schemas, known: await knownValues(place) };

test.each(ROUTES.map(({ endpoint }) => [endpoint.operationId, endpoint] as const))(
  "%s takes whatever comes: a documented answer, no insides, never a crash",
  { timeout: 30_000 + REQUESTS * SECONDS_EACH * 1_000 },
  async (_, endpoint) => {
    const template = (endpoint.unversioned ? "" : API_BASE) + endpoint.path.replace(/:(\w+)/g, "{$1}");
    const operation = document.paths[template]?.[endpoint.method];
    if (!operation) throw new Error(`${template} is not in the document.`);
    const callers = callersOf(place);
    const complaints: string[] = [];
    const seen: { valid: boolean; status: number }[] = [];
    const attempt = async (request: FuzzRequest) => {
      const headers = await callers.next().value();
      const answer = await send(endpoint.method.toUpperCase(), request, headers);
      seen.push({ valid: request.valid, status: answer.status });
      const wrong = await complaint({ endpoint, operation }, request, answer);
      if (wrong) complaints.push(`${wrong.slice(0, 300)}\n  after ${JSON.stringify(request).slice(0, 500)}`);
    };
    const requests = fc.sample(requestsOf(template, operation, knowledge), { numRuns: REQUESTS, seed: SEED });
    for (let start = 0; start < requests.length; start += AT_ONCE)
      await Promise.all(requests.slice(start, start + AT_ONCE).map(attempt));
    expect(complaints, `seed ${SEED}`).toEqual([]);
    expect(seen.filter(({ valid }) => valid).length / seen.length).toBeGreaterThanOrEqual(VALID_SHARE);
    expect(seen.some(({ status }) => !INPUT_REFUSED.includes(status))).toBe(true);
  },
);

/** By field: so that requests meet rows and addresses that exist, and not only strangers. */
async function knownValues(of: Place): Promise<Record<string, string[]>> {
  const keyIds = await Promise.all(Array.from({ length: 5 }, async () => (await newKey(of, ["shipment:read"])).keyId));
  const invitationIds = await Promise.all(Array.from({ length: 5 }, () => newInvitation(of)));
  const emails = Array.from({ length: 200 }, () => `${crypto.randomUUID()}@nowhere.example`);
  const phones = Array.from({ length: 200 }, newPhone);
  return {
    keyId: keyIds,
    invitationId: invitationIds,
    userId: [of.clerk.userId, of.store.userId, of.suspended.userId],
    driverId: [...of.drivers],
    homeRegionId: [of.north, of.south],
    regionIds: [of.north, of.south],
    to: [...emails, ...phones],
    email: emails,
    phone: phones,
  };
}
