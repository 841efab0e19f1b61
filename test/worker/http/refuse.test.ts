import { afterEach, expect, test, vi } from "vitest";
import { refuseEverything } from "../../../src/http/refuse.ts";
import { Problem } from "../../../src/protocol/errors.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("without a sound configuration a caller learns nothing, and the log names each variable", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = refuseEverything(["HMAC_KEY is missing", "DATA_KEY is shorter than 43 characters"]);
  const body = await answer.text();
  expect(answer.status).toBe(503);
  expect(Problem.parse(JSON.parse(body)).code).toBe("misconfigured");
  expect(body).not.toMatch(/HMAC_KEY|DATA_KEY/);
  expect(log).toHaveBeenCalledOnce();
  const line: unknown = JSON.parse(String(log.mock.calls[0]?.[0]));
  expect(line).toMatchObject({
    event: "config.invalid",
    problems: ["HMAC_KEY is missing", "DATA_KEY is shorter than 43 characters"],
  });
});
