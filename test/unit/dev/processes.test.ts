import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, Users, withLock } from "../../../dev/processes.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "doorstep-processes-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

test("a dead process is known as dead, our own as alive", () => {
  expect(isAlive(deadPid())).toBe(false);
  expect(isAlive(process.pid)).toBe(true);
});

test("work under a lock never overlaps", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await Promise.resolve();
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(dir, work)));
  expect(most).toBe(1);
  expect(existsSync(join(dir, "lock"))).toBe(false);
});

test("the lock of a killed process is taken over", async () => {
  writeFileSync(join(dir, "lock"), String(deadPid()));
  expect(await withLock(dir, () => Promise.resolve("done"))).toBe("done");
});

test("the lock is given back when the work fails", async () => {
  await expect(withLock(dir, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(existsSync(join(dir, "lock"))).toBe(false);
});

test("the last user out is told so, and users that were killed do not count", () => {
  const users = new Users(dir);
  writeFileSync(join(dir, `${deadPid()}-1`), "");
  const [first, second] = [users.join(), users.join()];
  expect(users.leave(first)).toBe(false);
  expect(users.leave(second)).toBe(true);
  expect(readdirSync(dir)).toEqual([]);
});
