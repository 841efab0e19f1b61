import { expect, test } from "vitest";
import { clearedRefreshCookie, readRefreshCookie, refreshCookie } from "../../../src/platform/cookie.ts";

const TOKEN = "tnt_1.usr_2.ses_3.4.bWFj-_";

test("a browser keeps it to itself and to this host", () => {
  expect(refreshCookie(TOKEN, 60)).toBe(
    `__Host-doorstep-refresh=${TOKEN}; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict`,
  );
  expect(clearedRefreshCookie()).toBe("__Host-doorstep-refresh=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict");
});

test("what could add an attribute or a second cookie is not written", () => {
  for (const token of ["", "a;b", "a\r\nSet-Cookie: b=c", "a b", "a=b"]) {
    expect(() => refreshCookie(token, 60)).toThrow(TypeError);
  }
});

test.each([
  [`__Host-doorstep-refresh=${TOKEN}`, TOKEN],
  [`a=b; __Host-doorstep-refresh=${TOKEN};c=d`, TOKEN],
  [`x__Host-doorstep-refresh=${TOKEN}`, undefined],
  [`__host-doorstep-refresh=${TOKEN}`, undefined],
  [`__Host-doorstep-refresh=${TOKEN}; __Host-doorstep-refresh=planted`, undefined],
  ["__Host-doorstep-refresh=", undefined],
  ['__Host-doorstep-refresh="quoted"', undefined],
  [`__Host-doorstep-refresh=${"x".repeat(513)}`, undefined],
  ["", undefined],
  [null, undefined],
])("of %j it reads %j", (header, expected) => {
  expect(readRefreshCookie(header)).toBe(expected);
});
