import { expect, test } from "vitest";
import { PersonRole } from "../../../src/protocol/account.ts";
import { mayDispatch } from "../../../src/web/shared/dispatch-rights.ts";

test("administrators and dispatchers see where drivers are, stores and drivers do not", () => {
  expect(PersonRole.options.filter(mayDispatch)).toEqual(["admin", "dispatcher"]);
});
