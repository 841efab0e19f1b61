/** The start page's simulated trip. */
export const liveTrip = {
  "live.headline": "One trip, live",
  "live.lead": "{driver} drives through the simulated city. Three people look at the same trip at the same moment.",
  "live.dispatcher": "Dispatcher",
  "live.map": "Map of the region with all of its drivers",
  "live.phone": "Driver's phone",
  "live.sent": "sent",
  "live.received": "got",
  "live.customer": "Customer",
  "live.customerPage": "The customer's tracking page",
  "live.open": "Open",
} as const;
