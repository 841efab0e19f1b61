import { expect, vi } from "vitest";
import { SignedIn } from "../../../src/protocol/api/auth.ts";
import { listOutbox } from "../../../src/protocol/api/outbox.ts";
import { call } from "./call.ts";

const OutboxList = listOutbox.output;

/** A network of each test's own: limits count by network, and tests must not use up each other's. */
export function newNetwork(): string {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  return `${a % 223}.${b}.${c}.1`;
}

export async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return call(`/api/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}

/** The code of a message to an address. It is sent behind the answer's back, so it may come a moment later. */
export async function codeFor(to: string, since: number): Promise<string> {
  return vi.waitFor(async () => {
    const { items } = OutboxList.parse(await (await call("/api/v1/dev/outbox")).json());
    const text = items.find((message) => message.to === to && message.at >= since)?.text;
    if (text === undefined) throw new Error(`no message to ${to}`);
    return /\d{6}/.exec(text)?.[0] ?? "";
  });
}

/** Signs a person in who needs no second factor: a driver or a store. */
export async function signIn(to: string, native = true): Promise<{ answer: Response; session: SignedIn }> {
  const login = { channel: to.startsWith("+") ? "sms" : "email", to };
  const network = { "cf-connecting-ip": newNetwork() };
  const since = Date.now();
  const sent = await post("/auth/code", login, network);
  expect(sent.status).toBe(202);
  const { challengeId }: { challengeId: string } = await sent.json();
  const code = await codeFor(to, since);
  const answer = await post("/auth/code/verify", { ...login, challengeId, code, device: "test", native }, network);
  expect(answer.status).toBe(200);
  return { answer: answer.clone(), session: SignedIn.parse(await answer.json()) };
}
