import { expect, test } from "vitest";
import { grantFor } from "../../../src/domain/permissions.ts";
import { Action, KeyScope, Resource } from "../../../src/protocol/access.ts";
import { ApiKeyId, TenantId } from "../../../src/protocol/ids.ts";
import { SCOPES, STORE_SCOPES } from "../../../src/web/team/key-scopes.ts";

const key = {
  kind: "key" as const,
  tenantId: TenantId.parse("tnt_01j00000000000000000000000"),
  keyId: ApiKeyId.parse("key_01j00000000000000000000000"),
};

/** Does a key that is limited to a store get anything for this scope? */
function opensForStore(scope: KeyScope): boolean {
  const caller = { ...key, scopes: [scope], storeCode: "mill" };
  return Resource.options.some((resource) =>
    Action.options.some((action) => grantFor(caller, resource, action) !== "none"),
  );
}

test("every scope that a key can have is offered", () => {
  expect(SCOPES.toSorted()).toEqual(KeyScope.options.toSorted());
});

test("for a store's key just those are offered that open something", () => {
  expect(STORE_SCOPES.toSorted()).toEqual(KeyScope.options.filter(opensForStore).toSorted());
});
