import * as fc from "fast-check";
import { expect, inject, test } from "vitest";
import type { FuzzPlan } from "../../../dev/fuzz/plan.ts";
import { type FuzzRequest, type Operation, requestsOf } from "../../../dev/fuzz/requests.ts";
import type { Knowledge, Schema } from "../../../dev/fuzz/schema-values.ts";
import { ROUTES } from "../../../src/http/app.ts";
import { API_BASE } from "../../../src/protocol/api/endpoint.ts";
import { newPhone, newPlace, type Place } from "../access/place.ts";
import { call } from "../http/call.ts";
import { freshen, placeholders } from "./fresh-values.ts";
import { send, sendersOf } from "./send.ts";
import { complaint, type Fate, fateOf } from "./verdict.ts";

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
/** Of the requests that were looked at. Fewer would mean that the fuzzer tests parsing and missing rows alone. */
const REACHED_SHARE_MIN = 0.25;
/** Of all of them; the others came from people whom the operation is not for. */
const READ_SHARE_MIN = 0.25;
const SECONDS_EACH = 0.2;

const document: Document = await (await call("/api/openapi.json")).json();
const place = await newPlace();
const known = knownValues(place);

test.each(ROUTES.map(({ endpoint }) => [endpoint.operationId, endpoint] as const))(
  "%s takes whatever comes: a documented answer, no insides, never a crash",
  { timeout: 30_000 + REQUESTS * SECONDS_EACH * 1_000 },
  async (_, endpoint) => {
    const template = (endpoint.unversioned ? "" : API_BASE) + endpoint.path.replace(/:(\w+)/g, "{$1}");
    const operation = document.paths[template]?.[endpoint.method];
    if (!operation) throw new Error(`${template} is not in the document.`);
    const senders = sendersOf(place);
    const complaints: string[] = [];
    const fates: Fate[] = [];
    const attempt = async (planned: FuzzRequest) => {
      const sender = await senders.next().value();
      const request = await freshen(endpoint.operationId, planned, place, sender);
      const answer = await send(endpoint.method.toUpperCase(), request, sender);
      if (!request.strayed) fates.push(await fateOf(answer.clone()));
      const wrong = await complaint({ endpoint, operation }, request, answer);
      if (wrong) complaints.push(`${wrong.slice(0, 300)}\n  after ${JSON.stringify(request).slice(0, 500)}`);
    };
    const knowledge: Knowledge = {
      components: document.components.schemas,
      known: { ...known, ...placeholders(endpoint.operationId) },
    };
    const requests = fc.sample(requestsOf(template, operation, knowledge), { numRuns: REQUESTS, seed: SEED });
    for (let start = 0; start < requests.length; start += AT_ONCE)
      await Promise.all(requests.slice(start, start + AT_ONCE).map(attempt));
    expect(complaints, `seed ${SEED}`).toEqual([]);
    const read = fates.filter((fate) => fate !== "unread").length;
    const reached = fates.filter((fate) => fate === "reached").length;
    expect(read / requests.length).toBeGreaterThanOrEqual(READ_SHARE_MIN);
    expect(reached / read).toBeGreaterThanOrEqual(REACHED_SHARE_MIN);
  },
);

/** By field: so that requests meet rows and addresses that exist, and not only strangers. */
function knownValues(of: Place): Record<string, string[]> {
  const emails = Array.from({ length: 200 }, () => `${crypto.randomUUID()}@nowhere.example`);
  const phones = Array.from({ length: 200 }, newPhone);
  return {
    userId: [of.clerk.userId, of.store.userId, of.suspended.userId],
    driverId: [...of.drivers],
    shipmentId: [of.shipmentId],
    homeRegionId: [of.north, of.south],
    regionIds: [of.north, of.south],
    to: [...emails, ...phones],
    email: emails,
    phone: phones,
  };
}
