import type { CustomerView, TrackDown } from "../../../protocol/live/track-down.ts";
import { exactly, type Guard, isFlag, isNumber, isText, oneOf, orNull, wholeFrom, within } from "./guards.ts";
import type { Schema } from "./schema.ts";

// What protocol/live/track-down.ts says, in a kilobyte: with zod it would be 20, and the customer's page has 20 for
// everything. A test keeps both the same, value by value.
const MILLIS_MAX = 253_402_300_799_999;
const isMillis = wholeFrom(0, MILLIS_MAX);

const isCustomerView: Guard<CustomerView> = exactly({
  state: oneOf("hidden", "visible", "ended"),
  status: oneOf(
    "created",
    "assigned",
    "picked_up",
    "out_for_delivery",
    "arriving",
    "arrived",
    "delivered",
    "failed",
    "returned",
    "cancelled",
  ),
  stopsBefore: orNull(wholeFrom(0)),
  eta: orNull(exactly({ at: isMillis, from: isMillis, to: isMillis })),
  promised: orNull(exactly({ from: orNull(isMillis), to: orNull(isMillis) })),
  end: orNull(
    exactly({
      at: isMillis,
      reason: orNull(
        oneOf(
          "nobody-home",
          "no-access",
          "wrong-address",
          "refused",
          "damaged",
          "out-of-time",
          "sender-request",
          "recipient-request",
        ),
      ),
    }),
  ),
  driver: orNull(
    exactly({
      firstName: isText,
      vehicleKind: orNull(oneOf("bicycle", "cargo_bike", "scooter", "car", "van", "truck")),
    }),
  ),
  destination: orNull(exactly({ lat: within(-90, 90), lng: within(-180, 180) })),
  point: orNull(exactly({ lat: within(-90, 90), lng: within(-180, 180), headingDeg: orNull(isNumber), at: isMillis })),
  stale: isFlag,
});

export const customerViewSchema: Schema<CustomerView> = schemaOf(isCustomerView);

export const trackDownSchema: Schema<TrackDown> = schemaOf(
  exactly({ type: oneOf("view"), version: wholeFrom(1), now: isMillis, view: isCustomerView }),
);

/** What the page is served with. */
export interface PageState {
  readonly now: number;
  readonly view: CustomerView;
}

export const pageStateSchema: Schema<PageState> = schemaOf(exactly({ now: isMillis, view: isCustomerView }));

function schemaOf<Value>(guard: Guard<Value>): Schema<Value> {
  return { safeParse: (value) => (guard(value) ? { success: true, data: value } : { success: false }) };
}
