import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { sandboxMessenger } from "../../../src/platform/messages/sandbox-messenger.ts";

function outbox() {
  return env.SANDBOX.getByName(crypto.randomUUID());
}

function mailTo(to: string, id: string = crypto.randomUUID()) {
  return { id, to, subject: "Your code", text: "Your code is 123456." };
}

test("what was sent through it is read back, newest first, also after sleep", async () => {
  const box = outbox();
  const messenger = sandboxMessenger(box, env.APP_ENV);
  const [first, second] = [mailTo("a@harbour.example"), mailTo("b@harbour.example")];
  await messenger.mail(first);
  await messenger.mail(second);
  await evictDurableObject(box);
  expect(await box.list()).toEqual(
    [second, first].map((mail) => ({ ...mail, channel: "mail", sentAt: expect.any(Number) })),
  );
  expect((await box.list("a@harbour.example")).map(({ id }) => id)).toEqual([first.id]);
  expect(await box.list("nobody@harbour.example")).toEqual([]);
});

test("the same message again is kept once", async () => {
  const box = outbox();
  const messenger = sandboxMessenger(box, env.APP_ENV);
  await messenger.mail(mailTo("a@harbour.example", "same"));
  await messenger.mail(mailTo("a@harbour.example", "same"));
  expect((await box.list()).length).toBe(1);
});

test("the last hundred stay, and a clearing leaves none", async () => {
  const box = outbox();
  const messenger = sandboxMessenger(box, env.APP_ENV);
  for (let at = 1; at <= 103; at++) await messenger.mail(mailTo("a@harbour.example", String(at)));
  const kept = await box.list();
  expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([100, "103", "4"]);
  await box.clear();
  expect(await box.list()).toEqual([]);
});
