import { reset } from "cloudflare:test";
import * as fc from "fast-check";
import { afterAll, expect, inject, test, vi } from "vitest";
import type { FuzzPlan } from "../../../dev/fuzz/plan.ts";
import { parcelLists } from "../../../dev/fuzz/parcel-lists.ts";
import { recordings } from "../../../dev/fuzz/recordings.ts";
import { type FuzzRequest, type Operation, requestsOf } from "../../../dev/fuzz/requests.ts";
import type { Knowledge, Schema } from "../../../dev/fuzz/schema-values.ts";
import { ROUTES } from "../../../src/http/app.ts";
import type { PersonRole } from "../../../src/protocol/account.ts";
import { API_BASE } from "../../../src/protocol/api/endpoint.ts";
import { newPlace } from "../access/place.ts";
import { call } from "../http/call.ts";
import { freshen, standInsOf } from "./fresh-values.ts";
import { knownValues } from "./known-values.ts";
import { UPLOADED } from "./proof-tickets.ts";
import { ledgerDrained } from "./rounds.ts";
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
const SLICE: FuzzPlan = { requests: 20, seed: 20_261_121 };
const { requests: REQUESTS, seed: SEED } = inject("fuzz") ?? SLICE;
/** Two cores: more at once only wait for each other. */
const AT_ONCE = 8;
/** Of the requests that were looked at. Fewer would mean that the fuzzer tests parsing and missing rows alone. */
const REACHED_SHARE_MIN = 0.25;
/** Of all of them; the others came from people whom the operation is not for. */
const READ_SHARE_MIN = 0.25;
const SECONDS_EACH = 0.2;
const DRAIN_TIMEOUT_MS = 90_000;
/** Where it is not an admin who may do everything: what a driver's own device says, and what the simulation shows. */
const FIRST_ROLE: Readonly<Record<string, PersonRole>> = {
  sendPositions: "driver",
  sendActions: "driver",
  acceptOffer: "driver",
  declineOffer: "driver",
  raiseSos: "driver",
  locateSos: "driver",
  showDemo: "dispatcher",
};
/** Nobody but their provider can sign them, so that nothing of a made-up one is read. */
const SIGNED = new Set(["receivePaymentEvent"]);
/** Of operations that read no JSON. */
const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uploadGpx: recordings(Date.now()),
  previewImport: parcelLists,
  importShipments: parcelLists,
  putUpload: fc.constant(UPLOADED),
};

const document: Document = await (await call("/api/openapi.json")).json();
// Millions of lines that nobody reads would take a third of a long run.
if (inject("fuzz")) for (const level of ["debug", "info"] as const) vi.spyOn(console, level).mockReturnValue();
const place = await newPlace();
const known = await knownValues(place);

// Hundreds of trips run on: their alarms would wake them in the middle of the next file, or of the end.
afterAll(async () => {
  await ledgerDrained(place);
  await reset();
}, DRAIN_TIMEOUT_MS);

test.each(ROUTES.map(({ endpoint }) => [endpoint.operationId, endpoint] as const))(
  "%s takes whatever comes: a documented answer, no insides, never a crash",
  { timeout: 30_000 + REQUESTS * SECONDS_EACH * 1_000 },
  async (_, endpoint) => {
    const template = (endpoint.unversioned ? "" : API_BASE) + endpoint.path.replace(/:(\w+)/g, "{$1}");
    const operation = document.paths[template]?.[endpoint.method];
    if (!operation) throw new Error(`${template} is not in the document.`);
    const { operationId } = endpoint;
    const senders = sendersOf(place, FIRST_ROLE[operationId] ?? "admin");
    const complaints: string[] = [];
    const fates: Fate[] = [];
    const attempt = async (planned: FuzzRequest) => {
      const sender = await senders.next().value();
      const request = await freshen(operationId, planned, place, sender);
      const answer = await send(endpoint.method.toUpperCase(), request, sender);
      if (!request.strayed) fates.push(await fateOf(answer.clone()));
      const wrong = await complaint({ endpoint, operation }, request, answer);
      if (wrong) complaints.push(`${beginning(wrong, 300)}\n  after ${beginning(JSON.stringify(request), 500)}`);
    };
    const knowledge: Knowledge = {
      components: document.components.schemas,
      known: { ...known, ...standInsOf(operationId) },
      ...(TEXTS[operationId] && { texts: TEXTS[operationId] }),
    };
    const requests = fc.sample(requestsOf(template, operation, knowledge), { numRuns: REQUESTS, seed: SEED });
    for (let start = 0; start < requests.length; start += AT_ONCE)
      await Promise.all(requests.slice(start, start + AT_ONCE).map(attempt));
    expect(complaints, `seed ${SEED}`).toEqual([]);
    if (SIGNED.has(operationId)) return;
    const read = fates.filter((fate) => fate !== "unread").length;
    const reached = fates.filter((fate) => fate === "reached").length;
    expect(read / requests.length).toBeGreaterThanOrEqual(READ_SHARE_MIN);
    expect(reached / read).toBeGreaterThanOrEqual(REACHED_SHARE_MIN);
  },
);

/** Well-formed, or the cut through a pair would break the connection that reports it. */
function beginning(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
