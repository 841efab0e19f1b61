/** What clients of the older of our event names send, by what it is called here. Answers carry our names alone. */
const CANONICAL: ReadonlyMap<unknown, string> = new Map([
  ["driver_location_update", "driver:locationUpdate"],
  ["delivery_status_update", "shipment:statusUpdate"],
  ["delivery_tracking_request", "tracking:request"],
]);

/** The same message under our name for it; anything else as it is. */
export function withCanonicalName(message: unknown): unknown {
  if (typeof message !== "object" || message === null || !("type" in message)) return message;
  const type = CANONICAL.get(message.type);
  return type === undefined ? message : { ...message, type };
}
