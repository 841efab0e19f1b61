import { expect, test } from "vitest";
import { pathAfterSignIn, signInPath } from "../../../src/web/shared/return-path.ts";

const after = (address: string) => pathAfterSignIn(new URL(address, "https://doorstep.example"));

test("whoever was sent to the sign-in comes back to the page and the view", () => {
  expect(after(signInPath("team", "#/keys"))).toBe("/team/#/keys");
  expect(after(signInPath("team", ""))).toBe("/team/");
});

test.each([
  "/account/",
  "/account/?then=",
  "/account/?then=https://evil.example",
  "/account/?then=//evil.example/team",
])("%s leads nowhere else", (address) => {
  expect(after(address)).toBeNull();
});

test("what stands behind the # never leaves the page's own address", () => {
  const path = after("/account/?then=team#//evil.example");
  expect(new URL(path ?? "", "https://doorstep.example").host).toBe("doorstep.example");
});
