import { describe, expect, test } from "vitest";
import { chooseMessenger } from "../../../src/platform/messages/choose-messenger.ts";
import { readMessageSettings } from "../../../src/platform/messages/message-settings.ts";
import { type SandboxMessage, sandboxMessenger } from "../../../src/platform/messages/sandbox-messenger.ts";
import { isE164 } from "../../../src/platform/phone-number.ts";

const HTTP = {
  MESSAGES: "http",
  APP_ENV: "production",
  SMS_URL: "https://sms.example/",
  SMS_ACCOUNT: "AC1",
  SMS_TOKEN: "sms-token",
  SMS_FROM: "+15005550006",
  MAIL_URL: "https://mail.example",
  MAIL_TOKEN: "mail-token",
  MAIL_FROM: "Doorstep <codes@harbour.example>",
};

function problemsOf(env: unknown): readonly string[] {
  const settings = readMessageSettings(env);
  return settings.ok ? [] : settings.error.problems;
}

function box() {
  const kept: SandboxMessage[] = [];
  return { kept, keep: async (message: SandboxMessage) => kept.push(message) };
}

describe("settings", () => {
  test("providers are read, without the slash at an address's end", () => {
    expect(readMessageSettings(HTTP)).toEqual({
      ok: true,
      value: {
        kind: "http",
        sms: { url: "https://sms.example", account: "AC1", token: "sms-token", from: "+15005550006" },
        mail: { url: "https://mail.example", token: "mail-token", from: "Doorstep <codes@harbour.example>" },
      },
    });
  });

  test.each(["SMS_URL", "SMS_ACCOUNT", "SMS_TOKEN", "SMS_FROM", "MAIL_URL", "MAIL_TOKEN", "MAIL_FROM", "MESSAGES"])(
    "%s is needed, and named when it is missing",
    (name) => {
      const problems = problemsOf({ ...HTTP, [name]: undefined });
      expect(problems.length).toBe(1);
      expect(problems[0]).toMatch(new RegExp(`^${name} `));
    },
  );

  test.each([
    ["SMS_URL", "http://sms.example"],
    ["MAIL_URL", "ftp://mail.example"],
    ["SMS_ACCOUNT", "../AC1"],
    ["MAIL_FROM", "a\r\nBcc: b"],
    ["MESSAGES", "carrier pigeon"],
  ])("%s may not be %j, and the value is not shown", (name, value) => {
    const problems = problemsOf({ ...HTTP, [name]: value });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toContain(value);
  });

  test("an address on this machine may be plain", () => {
    expect(problemsOf({ ...HTTP, SMS_URL: "http://localhost:58100" })).toEqual([]);
  });

  test.each([
    ["development", true],
    ["test", true],
    ["staging", false],
    ["production", false],
  ])("in %s a sandbox is allowed: %s", (environment, allowed) => {
    expect(readMessageSettings({ MESSAGES: "sandbox", APP_ENV: environment }).ok).toBe(allowed);
  });
});

describe("sandbox", () => {
  const to = "+447400123456";
  if (!isE164(to)) throw new Error("The fixture is a number.");
  const sms = { id: "msg-1", to, text: "Your code is 123456." };
  const mail = { id: "msg-2", to: "dispatcher@harbour.example", subject: "Your code", text: "Your code is 123456." };

  test("messages are kept instead of sent", async () => {
    const outbox = box();
    const messenger = chooseMessenger({ kind: "sandbox" }, "development", () => outbox);
    expect([await messenger.sms(sms), await messenger.mail(mail)].every(({ ok }) => ok)).toBe(true);
    expect(outbox.kept).toEqual([
      { ...sms, channel: "sms", subject: "" },
      { ...mail, channel: "mail" },
    ]);
  });

  test.each(["staging", "production", "", "Test"])(
    "in %j nothing is kept, and the sender is told",
    async (environment) => {
      const outbox = box();
      const messenger = sandboxMessenger(outbox, environment);
      const refusal = { ok: false, error: { tag: "not-here" } };
      expect([await messenger.sms(sms), await messenger.mail(mail)]).toEqual([refusal, refusal]);
      expect(outbox.kept).toEqual([]);
    },
  );

  test("real providers leave the sandbox closed", () => {
    const settings = readMessageSettings(HTTP);
    if (!settings.ok) throw new Error(settings.error.problems.join());
    const open = () => {
      throw new Error("The sandbox was opened.");
    };
    expect(Object.keys(chooseMessenger(settings.value, "production", open))).toEqual(["sms", "mail"]);
  });
});
