import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { httpMessenger } from "../../../src/platform/messages/http-messenger.ts";
import type { Messenger } from "../../../src/platform/messages/messenger.ts";
import { isE164 } from "../../../src/platform/phone-number.ts";
import { listenLocally } from "../../../dev/ports.ts";

const NUMBER = "+447400123456";
if (!isE164(NUMBER)) throw new Error("The fixture is a number.");
const SMS = { id: "msg-1", to: NUMBER, text: "Your code is 123456." };
const MAIL = { id: "msg-2", to: "dispatcher@harbour.example", subject: "Your code", text: "Your code is 123456." };
/** Far below the real one, so that who waits in vain does not wait long; who is answered has the real one. */
const TIMEOUT_MS = 100;

interface Received {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

let server: Server;
let messenger: Messenger;
let url: string;
let received: Received[] = [];
let answer: (response: ServerResponse) => void;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  received.push({ method: request.method, path: request.url, headers: request.headers, body });
  answer(response);
}

function messengerAt(base: string, timeoutMs?: number): Messenger {
  return httpMessenger(
    {
      kind: "http",
      sms: { url: base, account: "AC1", token: "sms-token", from: "+15005550006" },
      mail: { url: base, token: "mail-token", from: "Doorstep <codes@harbour.example>" },
    },
    timeoutMs,
  );
}

function answers(status: number, headers: Record<string, string> = {}): void {
  answer = (response) => response.writeHead(status, headers).end(`{"message":"${NUMBER} is not reachable"}`);
}

beforeAll(async () => {
  server = createServer((request, response) => void receive(request, response));
  const port = await listenLocally(server);
  url = `http://127.0.0.1:${port}`;
  messenger = messengerAt(url);
});

beforeEach(() => {
  received = [];
  answers(201);
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("over HTTP", () => {
  test("an SMS goes as a form behind the account's name and token", async () => {
    expect(await messenger.sms(SMS)).toEqual({ ok: true, value: undefined });
    expect(received).toEqual([
      {
        method: "POST",
        path: "/2010-04-01/Accounts/AC1/Messages.json",
        headers: expect.objectContaining({
          authorization: `Basic ${Buffer.from("AC1:sms-token").toString("base64")}`,
          "content-type": expect.stringContaining("application/x-www-form-urlencoded"),
          "idempotency-key": "msg-1",
        }),
        body: new URLSearchParams({ To: NUMBER, From: "+15005550006", Body: SMS.text }).toString(),
      },
    ]);
  });

  test("a mail goes as JSON, as text alone", async () => {
    expect(await messenger.mail(MAIL)).toEqual({ ok: true, value: undefined });
    expect(received).toEqual([
      {
        method: "POST",
        path: "/emails",
        headers: expect.objectContaining({
          authorization: "Bearer mail-token",
          "content-type": "application/json",
          "idempotency-key": "msg-2",
        }),
        body: JSON.stringify({
          from: "Doorstep <codes@harbour.example>",
          to: [MAIL.to],
          subject: MAIL.subject,
          text: MAIL.text,
        }),
      },
    ]);
  });

  test.each([
    [400, { tag: "refused", status: 400 }],
    [422, { tag: "refused", status: 422 }],
    [401, { tag: "misconfigured", status: 401 }],
    [403, { tag: "misconfigured", status: 403 }],
    [404, { tag: "misconfigured", status: 404 }],
    [409, { tag: "unreachable", reason: "status", status: 409 }],
    [500, { tag: "unreachable", reason: "status", status: 500 }],
    [503, { tag: "unreachable", reason: "status", status: 503 }],
    [429, { tag: "busy", status: 429, retryAfterSeconds: undefined }],
  ])("an answer of %i is told by its number alone", async (status, error) => {
    answers(status);
    expect(await messenger.sms(SMS)).toEqual({ ok: false, error });
  });

  test.each([
    ["30", 30],
    ["999999999", 86_400],
    ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
    ["-1", undefined],
  ])("a provider that is busy for %s", async (header, retryAfterSeconds) => {
    answers(429, { "Retry-After": header });
    expect(await messenger.mail(MAIL)).toEqual({ ok: false, error: { tag: "busy", status: 429, retryAfterSeconds } });
  });

  test("a redirect is not followed: it would carry credentials along", async () => {
    answers(307, { Location: `${url}/elsewhere` });
    expect(await messenger.sms(SMS)).toEqual({ ok: false, error: { tag: "misconfigured", status: 307 } });
    expect(received.length).toBe(1);
  });

  test("a provider that never answers is given up", async () => {
    answer = () => undefined;
    expect(await messengerAt(url, TIMEOUT_MS).sms(SMS)).toEqual({
      ok: false,
      error: { tag: "unreachable", reason: "timeout" },
    });
  });

  test("one that hangs up, or is not there, is unreachable, and nobody's number is in the error", async () => {
    answer = (response) => response.destroy();
    const failed = { ok: false, error: { tag: "unreachable", reason: "network" } };
    expect(await messenger.mail(MAIL)).toEqual(failed);
    expect(await messengerAt("http://127.0.0.1:1").sms(SMS)).toEqual(failed);
  });
});
