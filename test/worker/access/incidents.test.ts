import { beforeAll, describe, expect, test, vi } from "vitest";
import { ROUTES } from "../../../src/http/app.ts";
import { createLog } from "../../../src/platform/log.ts";
import { SignInStep } from "../../../src/protocol/api/auth.ts";
import { OutboxMessage } from "../../../src/protocol/api/outbox.ts";
import { bearer, call, codeOf } from "../http/call.ts";
import { codeFor, newNetwork, post, signIn } from "../http/person.ts";
import { addMember } from "../services/people-fixture.ts";
import { userToken } from "./identities.ts";
import { newPhone, newPlace, type Place } from "./place.ts";

// Each is named after what went wrong somewhere else.

let place: Place;
beforeAll(async () => {
  place = await newPlace();
});

const send = (path: string, body: object, headers: Record<string, string> = {}) =>
  post(path, body, { "cf-connecting-ip": newNetwork(), ...headers });

describe("a stranger registered an account and ran commands with it", () => {
  test("no operation makes an account but an invitation's acceptance, and that takes its token", async () => {
    const since = Date.now();
    const phone = newPhone();
    const sent: { challengeId: string } = await (await send("/drivers/auth", { phone })).json();
    const body = { phone, challengeId: sent.challengeId, code: "000000", device: "x" };
    expect(await codeOf(await send("/drivers/auth", body))).toBe("code-refused");
    const known = (await newPlace()).phone;
    await send("/drivers/auth", { phone: known });
    await codeFor(known, since); // by then a message to the stranger would have come too
    const { items }: { items: unknown[] } = await (await call("/api/v1/dev/outbox")).json();
    expect(items.map((item) => OutboxMessage.parse(item).to)).not.toContain(phone);
    expect(await codeOf(await send("/invitations/accept", { token: "A".repeat(43) }))).toBe("not-found");
  });
});

describe("whether a number belongs to a driver could be asked at the driver's door", () => {
  test("known and unknown numbers get the same answer, before the code and with a wrong one", async () => {
    const ask = async (phone: string) => {
      const sent = await send("/drivers/auth", { phone });
      const { challengeId, ...rest }: { challengeId: string } = await sent.json();
      const refused = await send("/drivers/auth", { phone, challengeId, code: "000000", device: "x" });
      return { sent: sent.status, rest, refused: refused.status, code: await codeOf(refused) };
    };
    expect(await ask(newPhone())).toEqual(await ask(place.phone));
  });
});

describe("an absent code equalled an absent setting and let everybody in", () => {
  const wrong = [{ code: null }, { code: ["123456"] }, { code: "" }, { code: { $ne: 1 } }, { code: true }, { code: 0 }];
  test.each(wrong)("at the driver's door %j is no code", async (change) => {
    const body = { phone: place.phone, challengeId: "0123456789abcdef", device: "x", ...change };
    expect(await codeOf(await send("/drivers/auth", body))).toBe("invalid-request");
  });

  test("a challenge without a code neither signs in nor sends another one", async () => {
    const body = { phone: place.phone, challengeId: "0123456789abcdef", device: "x" };
    expect(await codeOf(await send("/drivers/auth", body))).toBe("invalid-request");
  });

  test("no code of all equal or counting digits opens anything", async () => {
    for (const code of ["000000", "111111", "123456", "999999"]) {
      const body = { channel: "sms", to: newPhone(), challengeId: "0123456789abcdef", code, device: "x" };
      expect(await codeOf(await send("/auth/code/verify", body))).toBe("code-refused");
    }
  });
});

describe("a code that was used, or asked for again, went on working", () => {
  test("it signs in once", async () => {
    const { userId } = await addMember(place.tenant, "store");
    const login = { channel: "email", to: `${userId}@example.com` };
    const since = Date.now();
    const { challengeId }: { challengeId: string } = await (await send("/auth/code", login)).json();
    const code = await codeFor(login.to, since);
    const verify = () => send("/auth/code/verify", { ...login, challengeId, code, device: "x", native: true });
    expect(SignInStep.parse(await (await verify()).json()).step).toBe("done");
    expect(await codeOf(await verify())).toBe("code-refused");
  });
});

describe("an allowed origin was looked for inside a string", () => {
  const near = [
    "https://console.exampl",
    "https://console.example.co",
    "https://console.example:8443",
    "https://CONSOLE.example",
    "https://console.example/",
    "https://console.example,https://evil.example",
    "onsole.example",
    "",
  ];
  test.each(near)("%j is not it", async (origin) => {
    const answer = await call("/api/v1/version", { headers: { origin } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("a page of another site used the visitor's cookie", () => {
  test.each(["https://evil.example", "null", "http://doorstep.test.evil.example", "https://doorstep.test"])(
    "from %s it neither renews nor ends the session",
    async (origin) => {
      const store = await addMember(place.tenant, "store");
      const { answer } = await signIn(`${store.userId}@example.com`, false);
      const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
      expect(await codeOf(await send("/auth/refresh", {}, { cookie, origin }))).toBe("session-ended");
      await send("/auth/logout", {}, { cookie, origin });
      expect((await send("/auth/refresh", {}, { cookie, origin: "http://doorstep.test" })).status).toBe(200);
    },
  );

  test("a form's content type reaches no operation", async () => {
    const headers = { "content-type": "text/plain", "cf-connecting-ip": newNetwork() };
    const answer = await call("/api/v1/auth/logout", { method: "POST", headers, body: "{}" });
    expect(await codeOf(answer)).toBe("unsupported-media-type");
  });
});

describe("a path climbed out of its folder", () => {
  const climbs = [
    "/..%5c..%5cwindows%5cwin.ini",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%2f..%2fwrangler.toml",
    "/assets/%2e%2e%5c.dev.vars",
    "/.dev.vars",
    "/.git/config",
    "/package.json",
    "/api/v1/users/..%2f..%2fdev%2foutbox",
    "/index.html%00.png",
  ];
  test.each(climbs)("%s leads nowhere", async (path) => {
    const answer = await call(path, { headers: { accept: "*/*" } });
    expect([400, 401, 404]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/root:|\[fonts\]|HMAC_KEY|\[core\]|"scripts"|compatibility_date/);
  });

  test.each(["../../etc/passwd", "/etc/passwd", "..\\x", "%2e%2e%2f", "mill/../x", "mill\u0000", "\u202Elli"])(
    "a store code such as %j never comes near a key",
    async (storeCode) => {
      const body = { name: "Shop", scopes: ["shipment:read"], storeCode };
      const token = await userToken(place.admin);
      expect(await codeOf(await send("/api-keys", body, { authorization: `Bearer ${token}` }))).toBe("invalid-request");
    },
  );
});

/** By a customer, and by whom a driver has named for when they call for help. */
const OPENED_BY_ADDRESS = new Set(["getTrack", "getSosLink"]);

describe("credentials stood in URLs and logs", () => {
  test("no operation takes one in its path or query but those who have it as an address", () => {
    const named = ROUTES.filter(({ endpoint }) => !OPENED_BY_ADDRESS.has(endpoint.operationId)).flatMap(
      ({ endpoint }) => [...Object.keys(endpoint.params?.shape ?? {}), ...Object.keys(endpoint.query?.shape ?? {})],
    );
    expect(named.length).toBeGreaterThan(10);
    // The id of a token opens nothing, nor does the name of a store. An upload's ticket lets in the one file
    // whose digest it names, an image's and a print's show one proof for five minutes; logs have none of them.
    for (const name of named.filter((one) => !/Id$|^storeCode$|^(upload|image|print)Ticket$/.test(one)))
      expect(name).not.toMatch(/token|code|secret|password|ticket|cookie/i);
  });

  test("a token in the query is not looked at", async () => {
    const token = await userToken(place.admin);
    for (const name of ["access_token", "token", "authorization"])
      expect(await codeOf(await call(`/api/v1/auth/factors?${name}=${token}`))).toBe("unauthenticated");
  });

  test("a sign-in and a refused one leave neither code, address nor token in the log", async () => {
    const lines: string[] = [];
    const spies = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
      vi
        .spyOn(console, level)
        .mockImplementation((...words: unknown[]) => void lines.push(words.map(String).join(" "))),
    );
    try {
      const { userId } = await addMember(place.tenant, "store");
      const to = `${userId}@example.com`;
      const { session } = await signIn(to);
      expect((await call("/api/v1/auth/sessions", bearer(session))).status).toBe(200);
      await call("/api/v1/auth/sessions/secret-path-segment", { ...bearer(session), method: "DELETE" });
      createLog({ requestId: "control" })({ event: "request", method: "GET", route: "/control", status: 200, ms: 1 });
      const log = lines.join("\n");
      expect(log).toContain("/control");
      expect(log).toContain("/auth/code/verify");
      const secrets = [to, session.accessToken, session.refreshToken ?? "", "secret-path-segment"];
      for (const secret of secrets) expect(log).not.toContain(secret);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });
});

describe("a command needed no session", () => {
  test("every operation that changes something is public by intent, or asks who calls", () => {
    const open = ROUTES.map(({ endpoint }) => endpoint)
      .filter(({ access, method }) => access === "public" && method !== "get")
      .map(({ operationId }) => operationId);
    expect(open.toSorted()).toEqual(PUBLIC_BY_INTENT.toSorted());
  });

  test("whoever was shut out gets no new access token", async () => {
    const { session } = await signIn(`${place.store.userId}@example.com`);
    const token = await userToken(place.admin);
    await send(`/users/${place.store.userId}/suspend`, {}, { authorization: `Bearer ${token}` });
    expect(await codeOf(await send("/auth/refresh", { refreshToken: session.refreshToken }))).toBe("session-ended");
  });
});

/** The ways in, and what each of them proves for itself. */
const PUBLIC_BY_INTENT = [
  "receivePaymentEvent",
  "startCode",
  "verifyCode",
  "chooseAccount",
  "driverAuth",
  "refresh",
  "logout",
  "beginTotp",
  "confirmTotp",
  "verifyTotp",
  "verifyRecovery",
  "passkeyOptions",
  "putUpload",
  "completeUpload",
  "readInvitation",
  "verifyPasskey",
  "beginPasskey",
  "addPasskey",
  "acceptInvitation",
];
