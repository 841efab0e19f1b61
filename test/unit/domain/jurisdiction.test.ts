import { assert, property, uint8Array } from "fast-check";
import { uuidv7obj } from "uuidv7";
import { expect, test } from "vitest";
import { jurisdictionOf, markJurisdiction } from "../../../src/domain/jurisdiction.ts";
import { typeIdFromBytes, uuidFromTypeId } from "../../../src/domain/typeid.ts";
import { TenantId } from "../../../src/protocol/ids.ts";

function tenantOf(bytes: Uint8Array): TenantId {
  return TenantId.parse(typeIdFromBytes("tnt", bytes));
}

test("a tenant's id says for ever under which jurisdiction its objects are", () => {
  assert(
    property(uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      expect(jurisdictionOf(tenantOf(markJurisdiction(bytes, "eu")))).toBe("eu");
    }),
  );
});

test("an id of version 7 says none", () => {
  for (let i = 0; i < 1_000; i++) {
    const { bytes } = uuidv7obj();
    expect(jurisdictionOf(tenantOf(markJurisdiction(bytes, null)))).toBeNull();
  }
});

test("a marked id is a sound UUID of version 8, with its time and the rest of its chance", () => {
  const { bytes } = uuidv7obj();
  const marked = markJurisdiction(bytes, "eu");
  expect([...marked.slice(0, 6), ...marked.slice(10)]).toEqual([...bytes.slice(0, 6), ...bytes.slice(10)]);
  const uuid = uuidFromTypeId("tnt", tenantOf(marked));
  expect(uuid.ok && uuid.value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
