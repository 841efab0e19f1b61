import { assert, property, uint8Array, uuid } from "fast-check";
import { describe, expect, test } from "vitest";
import { typeIdFromBytes, typeIdFromUuid, uuidFromTypeId } from "../../../src/domain/typeid.ts";
import { TripId } from "../../../src/protocol/ids.ts";

const LARGEST_UUID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

describe("typeid", () => {
  test("every UUID survives the trip to the wire and back", () => {
    assert(
      property(uuid(), (original) => {
        const id = typeIdFromUuid("trip", original);
        expect(id.ok && TripId.safeParse(id.value).success).toBe(true);
        expect(id.ok && uuidFromTypeId("trip", id.value)).toEqual({ ok: true, value: original });
      }),
    );
  });

  test("any 16 bytes give the same id as their UUID text", () => {
    assert(
      property(uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const hex = Buffer.from(bytes).toString("hex");
        expect(typeIdFromUuid("evt", hex)).toEqual({ ok: true, value: typeIdFromBytes("evt", bytes) });
      }),
    );
  });

  test("ids sort as their UUIDs do", () => {
    assert(
      property(uuid(), uuid(), (a, b) => {
        const [first, second] = [typeIdFromUuid("evt", a), typeIdFromUuid("evt", b)];
        expect(first.ok && second.ok && first.value < second.value).toBe(a < b);
      }),
    );
  });

  test("the encoding is the published one", () => {
    expect(typeIdFromUuid("prefix", "01890a5d-ac96-774b-bcce-b302099a8057")).toEqual({
      ok: true,
      value: "prefix_01h455vb4pex5vsknk084sn02q",
    });
    expect(typeIdFromUuid("trip", LARGEST_UUID)).toEqual({ ok: true, value: "trip_7zzzzzzzzzzzzzzzzzzzzzzzzz" });
  });

  test("129 bits are refused, not wrapped", () => {
    const tooLarge = "trip_80000000000000000000000000";
    expect(uuidFromTypeId("trip", tooLarge)).toEqual({ ok: false, error: { tag: "overflow" } });
    expect(TripId.safeParse(tooLarge).success).toBe(false);
  });

  test.each([
    ["shp_01h455vb4pex5vsknk084sn02q", "wrong-prefix"],
    ["trip_01h455vb4pex5vsknk084sn02", "malformed"],
    ["trip_01h455vb4pex5vsknk084sn02qq", "malformed"],
    ["trip_01H455VB4PEX5VSKNK084SN02Q", "malformed"],
    ["trip_01h455vb4pex5vsknk084sn0il", "malformed"],
  ])("%s is refused as %s", (id, tag) => {
    expect(uuidFromTypeId("trip", id)).toEqual({ ok: false, error: { tag } });
  });

  test("a text that is no UUID and bytes that are too few are refused", () => {
    expect(typeIdFromUuid("trip", "not-a-uuid")).toEqual({ ok: false, error: { tag: "malformed" } });
    expect(() => typeIdFromBytes("trip", new Uint8Array(15))).toThrow(RangeError);
  });
});
