import { asOnlySender, openDeviceOutbox } from "./device-store.ts";
import { createDriverClient, type DriverClient, type DriverEars, type DriverState } from "./driver-client.ts";
import { geolocationSource } from "./geolocation-source.ts";
import { type Bearer, fetchHttp } from "./http.ts";
import { pageHints } from "./page-hints.ts";

export type PhoneState = DriverState;

export interface PhoneOptions {
  readonly baseUrl: string;
  readonly driverId: string;
  readonly bearer: Bearer;
  readonly signal: AbortSignal;
}

/**
 * A driver's phone with a browser: measures, keeps what it measured on the device, and sends it, until the signal ends.
 * While another tab of the same driver does that, this one waits.
 */
export async function openPhone(
  { baseUrl, driverId, bearer, signal }: PhoneOptions,
  ears: DriverEars,
): Promise<DriverClient> {
  const outbox = await openDeviceOutbox(driverId);
  const http = fetchHttp(baseUrl, bearer);
  const { renew } = bearer;
  const device = { outbox, location: geolocationSource, hints: pageHints };
  const client = await createDriverClient({ baseUrl, http, renew, ...device }, ears);
  signal.addEventListener("abort", () => client.stop(), { once: true });
  asOnlySender(driverId, signal, () => Promise.resolve(client.start())).catch(ears.onTrouble);
  return client;
}
