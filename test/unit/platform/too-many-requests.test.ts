import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { guardedMessenger } from "../../../src/platform/messages/guarded-messenger.ts";
import { httpMessenger } from "../../../src/platform/messages/http-messenger.ts";
import { UpstreamGate } from "../../../src/platform/outbound/upstream-gate.ts";
import { isE164 } from "../../../src/platform/phone-number.ts";
import { listenLocally } from "../../../dev/ports.ts";

const START = 1_800_000_000_000;
const NUMBER = "+447400123456";
if (!isE164(NUMBER)) throw new Error("The fixture is a number.");
const SMS = { id: "msg-1", to: NUMBER, text: "Your code is 123456." };
const STORM = 10_000;
const RETRY_AFTER_SECONDS = 20;

let server: Server;
let url = "";
let [reached, refuses] = [0, true];

beforeAll(async () => {
  server = createServer((_, response) => {
    reached += 1;
    if (refuses) response.writeHead(429, { "retry-after": String(RETRY_AFTER_SECONDS) }).end();
    else response.writeHead(201).end();
  });
  const port = await listenLocally(server);
  url = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  [reached, refuses] = [0, true];
});
afterAll(() => void server.close());

test("a provider that answers 429 is not called before its time, whoever asks and how often", async () => {
  let now = START;
  const gateOf = () => new UpstreamGate({ now: () => now, later: () => {}, onTrouble: () => {} });
  const messenger = guardedMessenger(
    httpMessenger({
      kind: "http",
      sms: { url, account: "AC1", token: "sms-token", from: "+15005550006" },
      mail: { url, token: "mail-token", from: "Doorstep <codes@harbour.example>" },
    }),
    { sms: gateOf(), mail: gateOf() },
  );
  expect(await messenger.sms(SMS)).toMatchObject({ error: { tag: "busy", retryAfterSeconds: RETRY_AFTER_SECONDS } });
  for (let call = 0; call < STORM; call += 1) {
    now = START + Math.floor((call / STORM) * RETRY_AFTER_SECONDS * 1_000);
    const sent = await messenger.sms(SMS);
    expect(sent.ok || sent.error.tag).toBe("resting");
  }
  expect(reached).toBe(1);
  // Mail has another provider, and goes on.
  refuses = false;
  expect((await messenger.mail({ id: "m", to: "a@b.example", subject: "s", text: "t" })).ok).toBe(true);
  now = START + RETRY_AFTER_SECONDS * 1_000;
  expect((await messenger.sms(SMS)).ok).toBe(true);
  expect(reached).toBe(3);
});
