import type { Page } from "playwright-core";
import { expect } from "vitest";
import { listOutbox, type OutboxMessage } from "../../../src/protocol/api/outbox.ts";

/** A message is written after the answer to whoever asked for it; on a busy machine a second or two later. */
const PATIENCE = { timeout: 15_000 };

/** Of the messages that nobody was sent, those to one address, newest first. */
export async function messagesTo(page: Page, to: string): Promise<OutboxMessage[]> {
  const response = await page.request.get("/api/v1/dev/outbox");
  return listOutbox.output.parse(await response.json()).items.filter((message) => message.to === to);
}

/** The code of the newest message, once there are `count` of them. */
export async function codeSentTo(page: Page, to: string, count = 1): Promise<string> {
  await expect.poll(async () => (await messagesTo(page, to)).length, PATIENCE).toBe(count);
  const [newest] = await messagesTo(page, to);
  return /\d{6}/.exec(newest?.text ?? "")?.[0] ?? "no code in the message";
}
