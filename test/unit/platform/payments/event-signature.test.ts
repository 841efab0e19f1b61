import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isSigned } from "../../../../src/platform/payments/event-signature.ts";

const NOW = 1_795_300_000_000;
const SECOND_MS = 1_000;
const [SECRET, NEXT] = ["whsec_0123456789abcdef", "whsec_fedcba9876543210"] as const;
const body = JSON.stringify({ type: "payment_intent.succeeded" });

function header(secret: string, at = NOW, over = body): string {
  const seconds = Math.floor(at / SECOND_MS);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${over}`).digest("hex")}`;
}

test("what the provider signed is genuine, with either of two secrets", async () => {
  expect(await isSigned({ header: header(SECRET), body }, [SECRET], NOW)).toBe(true);
  expect(await isSigned({ header: header(NEXT), body }, [SECRET, NEXT], NOW)).toBe(true);
  const both = `${header(SECRET)},${header(NEXT).split(",")[1]}`;
  expect(await isSigned({ header: both, body }, [NEXT], NOW)).toBe(true);
});

test.each([
  ["another secret", header(NEXT), body],
  ["another body", header(SECRET), `${body} `],
  ["six minutes ago", header(SECRET, NOW - 360 * SECOND_MS), body],
  ["six minutes ahead", header(SECRET, NOW + 360 * SECOND_MS), body],
  ["another time than was signed", header(SECRET).replace(/^t=\d+/, `t=${NOW / SECOND_MS + 1}`), body],
  ["no signature", `t=${NOW / SECOND_MS}`, body],
  ["nothing", "", body],
])("with %s it is not", async (_, sent, text) => {
  expect(await isSigned({ header: sent, body: text }, [SECRET], NOW)).toBe(false);
});

test("without a secret nothing is genuine", async () => {
  expect(await isSigned({ header: header(""), body }, [], NOW)).toBe(false);
});
