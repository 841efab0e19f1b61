import { expect, test } from "vitest";
import { missingFromLock } from "../../../dev/check-lockfile.ts";

test("a platform's package that the lockfile lacks is named with the package that wants it", () => {
  const optionalDependencies = { "tool-linux": "1.0.0", "@scope/tool-windows": "1.0.0" };
  const packages = { "": {}, "node_modules/tool": { optionalDependencies }, "node_modules/tool-linux": {} };
  expect(missingFromLock({ packages })).toEqual(["@scope/tool-windows (wanted by node_modules/tool)"]);
});

test("a package locked below another one counts", () => {
  const packages = {
    "": { optionalDependencies: { a: "1" } },
    "node_modules/b/node_modules/a": {},
  };
  expect(missingFromLock({ packages })).toEqual([]);
});
