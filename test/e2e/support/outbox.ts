import type { Page } from "playwright-core";
import { vi } from "vitest";
import { listOutbox, type OutboxMessage } from "../../../src/protocol/api/outbox.ts";

/** A message is written after the answer to whoever asked for it; on a busy machine a second or two later. */
const PATIENCE = { timeout: 15_000 };

/** Of the messages that nobody was sent, those to one address, newest first. */
export async function messagesTo(page: Page, to: string): Promise<OutboxMessage[]> {
  const response = await page.request.get("/api/v1/dev/outbox");
  return listOutbox.output.parse(await response.json()).items.filter((message) => message.to === to);
}

/** The code of the newest message with one, once there are `count` of them. */
export async function codeSentTo(page: Page, to: string, count = 1): Promise<string> {
  return newest(page, to, /(?<!\d)\d{6}(?!\d)/, count);
}

/** The newest invitation's path, once there are `count` of them. */
export async function invitationSentTo(page: Page, to: string, count = 1): Promise<string> {
  return newest(page, to, /\/account\/#invitation=[\w-]+/, count);
}

/** The path of the page that a driver's contact may open. */
export async function helpAddressSentTo(page: Page, to: string): Promise<string> {
  return newest(page, to, /\/h\/tnt_\w+\/[\w-]+/, 1);
}

/** What the newest message holds of this kind, once there are `count` messages that do. */
async function newest(page: Page, to: string, kind: RegExp, count: number): Promise<string> {
  return vi.waitFor(async () => {
    const found = (await messagesTo(page, to)).flatMap(({ text }) => kind.exec(text)?.[0] ?? []);
    const [first] = found;
    if (first === undefined || found.length !== count)
      throw new Error(`${found.length} messages to ${to}, not ${count}`);
    return first;
  }, PATIENCE);
}
