import { expect, test } from "vitest";
import { blindIndex, importHmacKey } from "../../../src/platform/blind-index.ts";

const index = async (key: string, field: string, value: string) =>
  (await blindIndex(await importHmacKey(key), field, value)).toString();

test("the same address is found however it is typed, and only in its own field and under its own key", async () => {
  const stored = await index("key-a", "users.email", "dispatcher@harbour.example");
  expect(await index("key-a", "users.email", "  Dispatcher@Harbour.Example ")).toBe(stored);
  expect(await index("key-a", "users.email", "dispatcher@meadow.example")).not.toBe(stored);
  expect(await index("key-a", "drivers.phone", "dispatcher@harbour.example")).not.toBe(stored);
  expect(await index("key-b", "users.email", "dispatcher@harbour.example")).not.toBe(stored);
});

test("an accent typed in two ways is the same text", async () => {
  expect(await index("key-a", "users.email", "jos\u00e9@harbour.example")).toBe(
    await index("key-a", "users.email", "jose\u0301@harbour.example"),
  );
});
